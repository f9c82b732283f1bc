// Covers src/kind/step/handOver.ts, src/kind/step/step.ts, src/kind/step/steps.ts.
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { handOver } from '../../../src/kind/step/handOver.ts'
import { steps } from '../../../src/kind/step/steps.ts'
import {
  flattenWorld,
  type ModelState,
  unflattenWorld,
  variablesOf,
  type World,
  withModel,
  withState,
} from '../../../src/kind/step/world.ts'
import { useBackend } from '../../support/useBackend.ts'

await useBackend('cpu')

const variables = (start: number) => ({
  parameters: { 'head/label/bias': tf.scalar(start) },
  statistics: { 'norm/mean': tf.scalar(start + 1) },
})

const modelOf = (start: number, averages: readonly string[]): ModelState => ({
  ...variables(start),
  slots: { 'velocity/head/label/bias': tf.scalar(start + 2) },
  averages: Object.fromEntries(averages.map((name, i) => [name, variables(start + 10 * (i + 1))])),
  updates: 3,
})

const worldOf = (): World => ({
  models: { student: modelOf(0, ['fast', 'slow']), teacher: modelOf(100, []) },
  states: { memory: { histogram: tf.scalar(7) } },
})

const updates = { student: 3, teacher: 3 }

describe('a world as tensors by path', () => {
  test('has one path for each tensor', () => {
    const flat = flattenWorld(worldOf())
    expect(Object.entries(flat).map(([name, tensor]) => [name, tensor.dataSync()[0]])).toEqual([
      ['models/student/parameters/head/label/bias', 0],
      ['models/student/statistics/norm/mean', 1],
      ['models/student/slots/velocity/head/label/bias', 2],
      ['models/student/averages/fast/parameters/head/label/bias', 10],
      ['models/student/averages/fast/statistics/norm/mean', 11],
      ['models/student/averages/slow/parameters/head/label/bias', 20],
      ['models/student/averages/slow/statistics/norm/mean', 21],
      ['models/teacher/parameters/head/label/bias', 100],
      ['models/teacher/statistics/norm/mean', 101],
      ['models/teacher/slots/velocity/head/label/bias', 102],
      ['states/memory/histogram', 7],
    ])
  })

  test('law: unflatten is the inverse of flatten', () => {
    const world = worldOf()
    expect(unflattenWorld(flattenWorld(world), updates)).toEqual(world)
    expect(unflattenWorld({}, {})).toEqual({ models: {}, states: {} })
  })
})

describe('changes', () => {
  const world = worldOf()

  test('of one model leave the others, and what is not changed of it', () => {
    const next = withModel(world, 'student', { updates: 4 })
    expect(next.models['student']).toEqual({ ...world.models['student'], updates: 4 })
    expect(next.models['teacher']).toBe(world.models['teacher'])
    expect(next.states).toBe(world.states)
  })

  test('of one state leave the others', () => {
    const state = { queue: tf.scalar(1) }
    expect(withState(world, 'queue', state).states).toEqual({ ...world.states, queue: state })
    expect(withState(world, 'memory', state).states).toEqual({ memory: state })
    expect(withState(world, 'queue', state).models).toBe(world.models)
  })
})

test('weights are those being trained, or an average by its name', () => {
  const student = modelOf(0, ['fast'])
  const { parameters, statistics } = student
  expect(variablesOf(student, 'raw')).toEqual({ parameters, statistics })
  expect(variablesOf(student, 'fast')).toBe(student.averages['fast'])
})

describe('handOver', () => {
  test('disposes what no other world holds', () => {
    const before = worldOf()
    const after = withState(before, 'memory', { histogram: tf.scalar(8) })
    handOver(before, after)
    expect(before.states['memory']!['histogram']!.isDisposed).toBe(true)
    expect(Object.values(flattenWorld(after)).some((tensor) => tensor.isDisposed)).toBe(false)
  })

  test('keeps what any of several worlds holds, and without others disposes everything', () => {
    const before = worldOf()
    const one = withState(before, 'memory', { histogram: tf.scalar(8) })
    handOver(before, one, before)
    expect(before.states['memory']!['histogram']!.isDisposed).toBe(false)
    handOver(before)
    expect(Object.values(flattenWorld(before)).every((tensor) => tensor.isDisposed)).toBe(true)
  })
})

test('every step is listed under its name', () =>
  expect(Object.values(steps).map(({ kind, name }) => [kind, name])).toEqual(
    Object.keys(steps).map((name) => ['step', name]),
  ))
