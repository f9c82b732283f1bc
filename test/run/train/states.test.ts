import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { folderWith } from '../../support/folder.ts'
import { tinyFolder } from '../../support/images.ts'
import { runOf, stepsOf } from '../../support/run.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const decay = 0.8

const flow = (state: string): string =>
  [
    '[{ zip: [dark] }, { predict: { model: student, on: dark.image, writes: dark.probabilities } }',
    `{ monitor: { from: dark.probabilities, decay: ${decay}, warnAbove: 1, warnBelow: 0${state} } }]`,
  ].join(', ')

/** All images look the same to the model, which never learns: every batch is of one class. */
const text = (first: string, second: string, begin = '[]'): string => `
name: watched
models: { student: { network: { smallConv: { channels: [2] } } } }
flows:
  dark: [{ unlabeledImages: { labeledToo: false } }, repeat, { decode: { size: 8 } }, { batch: { size: 2 } }]
  one: ${flow(first)}
  two: ${flow(second)}
phases:
  - { name: one, flow: one, until: { steps: 3 } }
  - { name: two, flow: two, begin: ${begin}, until: { steps: 3 } }
repeated: { phases: [one, two], times: 2 }
evaluate: { model: student, decode: { size: 8 }, every: 3 }
limits: { logEvery: 1 }
`

/** The share of the largest class after a number of batches of one class: it starts at one half. */
const after = (batches: number): number => 1 - 0.5 * decay ** batches

/** The largest share that the monitors log, step by step. */
const largestIn = async (file: string): Promise<readonly number[]> => {
  const unlabeled = await tinyFolder(4, 9)
  rmSync(join(unlabeled, 'light'), { recursive: true })
  const result = await runOf({
    text: file,
    labeled: await tinyFolder(4),
    unlabeled,
    out: join(folderWith({}), 'run'),
  })
  return stepsOf(result).map(({ metrics }) => Object.entries(metrics).find(([name]) => name.endsWith('largest'))![1])
}

const near = (actual: readonly number[], expected: readonly number[]): void => {
  expect(actual.length).toBe(expected.length)
  actual.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 5)
  })
}

describe('a state of one step alone', () => {
  test('starts again with each run of its phase: the second generation begins with the first histogram', async () => {
    const phase = [1, 2, 3].map(after)
    near(await largestIn(text('', '')), [...phase, ...phase, ...phase, ...phase])
  })
})

describe('a state with a name', () => {
  test('survives phases and generations, and two flows share one', async () => {
    const all = Array.from({ length: 12 }, (_, i) => after(i + 1))
    near(await largestIn(text(', state: shared', ', state: shared')), all)
  })

  test('goes on in its own flow, whatever runs between', async () => {
    const largest = await largestIn(text(', state: mine', ', state: yours'))
    near(largest, [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6].map(after))
  })

  test('starts again where a phase resets it', async () => {
    const reset = '[{ reset: { state: shared } }]'
    const largest = await largestIn(text(', state: shared', ', state: shared', reset))
    near(largest, [1, 2, 3, 1, 2, 3, 4, 5, 6, 1, 2, 3].map(after))
  })
})
