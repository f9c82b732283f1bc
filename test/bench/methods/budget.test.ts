import { describe, expect, test } from 'vitest'
import { stepsWithin, valuesWithSteps } from '../../../bench/methods/budget.ts'
import type { Part, Setting } from '../../../bench/methods/protocol.ts'

const part = (phase: string, param: string, share: number, like: string | null = null): Part => ({
  phase,
  param,
  share,
  moments: {},
  like,
})

describe('the steps within a budget', () => {
  test('of one phase are the seconds by those of a step, rounded down', () => {
    // 120 / 0.07 = 1714.28...
    expect(stepsWithin(120, [part('train', 'steps', 1)], { train: 0.07 })).toEqual({ steps: 1714 })
  })

  test('of several phases share what the fixed ones leave, in proportion', () => {
    const parts = [
      part('teacher', 'teacherSteps', 1),
      { phase: 'label', steps: 40, like: null },
      part('student', 'studentSteps', 3),
    ]
    // 100 - 40 * 0.5 = 80; a quarter is 20 s of 0.1 s, three quarters 60 s of 0.25 s.
    expect(stepsWithin(100, parts, { teacher: 0.1, label: 0.5, student: 0.25 })).toEqual({
      teacherSteps: 200,
      studentSteps: 240,
    })
  })

  test('of phases that name one parameter are equally many, in the time of both', () => {
    const parts = [part('teacher', 'teacherSteps', 2), part('one', 'steps', 1), part('two', 'steps', 1)]
    // Half of 80 s for both: 40 / (0.1 + 0.3) = 100.
    expect(stepsWithin(80, parts, { teacher: 0.2, one: 0.1, two: 0.3 })).toEqual({ teacherSteps: 200, steps: 100 })
  })

  test('of a phase that could not be tried are those of the one that it is like', () => {
    expect(stepsWithin(12, [part('one', 'a', 1), part('two', 'b', 2, 'one')], { one: 0.1 })).toEqual({ a: 40, b: 80 })
    expect(() => stepsWithin(12, [part('two', 'b', 2)], { one: 0.1 })).toThrow(
      'Expected the cost of the phase two, or of one that it is like',
    )
  })

  test('are one at least; fixed phases that take everything are an error', () => {
    expect(stepsWithin(1, [part('train', 'steps', 1)], { train: 3 })).toEqual({ steps: 1 })
    const parts = [{ phase: 'label', steps: 4, like: null }, part('train', 'steps', 1)]
    expect(() => stepsWithin(8, parts, { label: 2, train: 1 })).toThrow(
      'Expected a budget above the 8.0 s of its fixed phases, received 8 s',
    )
  })
})

test('an arm gets the values of setting and method, its steps, moments as shares of them, and ten evaluations of the last phase', () => {
  const setting: Setting = {
    dataSet: 'cifar10',
    labelsPerClass: 4,
    validationPerClass: 4,
    channels: [4, 8],
    values: { size: 32, rate: 0.1 },
  }
  const parts: readonly Part[] = [
    { phase: 'teacher', param: 'teacherSteps', share: 1, moments: {}, like: null },
    { phase: 'label', steps: 11, like: null },
    { phase: 'student', param: 'steps', share: 1, moments: { rampBegin: 0.25, rampEnd: 0.5 }, like: null },
  ]
  // A twentieth of 202 is 10.1, rounded up; 0.25 * 202 = 50.5.
  expect(
    valuesWithSteps(
      setting,
      { values: { rate: 0.03 }, models: { student: 0.2 }, parts },
      { teacherSteps: 30, steps: 202 },
    ),
  ).toEqual({
    size: 32,
    rate: 0.03,
    'models.student.network': '{ smallConv: { channels: [4, 8], dropout: 0.2 } }',
    teacherSteps: 30,
    steps: 202,
    rampBegin: 51,
    rampEnd: 101,
    every: 21,
    'evaluate.lastCount': 3,
  })
})
