// Covers src/cli/pipeline/trial.ts.
import { readdirSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, expect, test } from 'vitest'
import { estimate } from '../../../src/cli/pipeline/estimate.ts'
import { builtIn } from '../../../src/kind/registry.ts'
import { load } from '../../../src/pipeline/read/load.ts'
import { folderWith } from '../../support/folder.ts'
import { tinyFolder } from '../../support/images.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const flow = (orders: string, size: number) =>
  `[labeledImages, ${orders} { decode: { size: 8 } }, { augment: { weak: cropFlip } }, { batch: { size: ${size} } }]`

const update = (data: string): string => `
    - zip: [${data}]
    - update: { model: student, loss: { supervised: { crossEntropy: { of: ${data}.weak, target: ${data}.label } } } }`

const short = `
  once: ${flow('', 1)}
  short: ${update('once')}`

const long = `
  always: ${flow('repeat,', 2)}
  long: ${update('always')}`

const pipeline = (phases: string): string => `
name: phases
models: { student: { network: { smallConv: { channels: [4] } }, optimizer: { sgd: { rate: 0.1 } } } }
flows: ${phases.includes('flow: short') ? short : ''} ${long}
phases: [${phases}]
evaluate: { model: student, decode: { size: 8 }, every: 1000 }
`

const right = <A>(result: E.Either<unknown, A>): A => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

const estimated = async (phases: string, stepsPerPhase: number, labelsPerClass = 2) => {
  const text = pipeline(phases)
  const request = {
    pipeline: right(load('test.yaml', text, builtIn)),
    labeled: await tinyFolder(3),
    unlabeled: null,
    test: null,
    labelsPerClass,
    validationPerClass: 1,
    seed: 0,
    backend: 'cpu',
    environment: {},
    ledgers: {},
  }
  const before = process.env['TMPDIR']
  const temporary = folderWith({})
  process.env['TMPDIR'] = temporary
  try {
    return await estimate(request, stepsPerPhase)
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
    expect(readdirSync(temporary)).toEqual([])
  }
}

const warm = '{ name: warm, flow: short, until: end }'
const train = '{ name: train, flow: long, until: { steps: 400 } }'

test('every phase is tried, also one after a phase that ends by itself, which is cut', async () => {
  const { classes, sets, phases, seconds, memory, ended } = right(await estimated(`${warm}, ${train}`, 3))
  expect(classes).toHaveLength(2)
  expect(sets).toMatchObject({ labeled: 4, validation: 2, test: 0 })
  expect(phases).toMatchObject([
    { phase: 'warm', steps: null, tried: 3 },
    { phase: 'train', steps: 400, tried: 3 },
  ])
  for (const { secondsPerStep, processorSecondsPerStep } of phases) {
    expect(secondsPerStep).toBeGreaterThan(0)
    expect(processorSecondsPerStep).toBeGreaterThan(0)
  }
  expect(seconds).toBeNull()
  expect(memory).toBeGreaterThan(0)
  expect(ended).toBeNull()
})

test('phases that end before the tries do are tried to their end; the time of a run is the sum over its phases', async () => {
  const two = '{ name: two, flow: long, until: { steps: 2 } }'
  const { phases, seconds } = right(await estimated(`${two}, ${train}`, 4))
  expect(phases.map(({ tried }) => tried)).toEqual([2, 4])
  const [first, second] = phases.map(({ secondsPerStep }) => secondsPerStep!)
  expect(seconds).toBeCloseTo(2 * first! + 400 * second!, 10)
  expect(right(await estimated(`${warm}, ${train}`, 8)).phases.map(({ tried }) => tried)).toEqual([4, 8])
})

test('a phase that cannot go on ends the trial and says why; what was tried is estimated', async () => {
  const once = '{ name: once, flow: short, until: { steps: 400 } }'
  const last = '{ name: last, flow: long, until: { steps: 5 } }'
  const { phases, seconds, ended, classes } = right(await estimated(`${train}, ${once}, ${last}`, 6))
  expect(classes).toHaveLength(2)
  expect(phases).toMatchObject([
    { phase: 'train', tried: 6 },
    { phase: 'once', tried: 4 },
    { phase: 'last', steps: 5, tried: 0, secondsPerStep: null, processorSecondsPerStep: null },
  ])
  expect(seconds).toBeNull()
  expect(ended).toBe('The flow short ended after 4 of 400 steps. Add repeat to it')
})

test('an error before the first step is the answer', async () => {
  expect(await estimated(train, 4, 9)).toMatchObject({
    left: [{ reason: expect.stringMatching(/^Expected at least 9 labeled images per class/) }],
  })
})
