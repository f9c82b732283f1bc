import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkpointsOf } from '../../../src/run/folder/checkpoint.ts'
import { folderWith } from '../../support/folder.ts'
import { tinyFolder } from '../../support/images.ts'
import { lastTensors, type RunOf, runOf, stepsOf, tryRun } from '../../support/run.ts'
import { useBackend } from '../../support/useBackend.ts'

const flow = (orders: string) =>
  `[labeledImages, ${orders} { decode: { size: 8 } }, { augment: { weak: cropFlip } }, { batch: { size: 2 } }]`

const update = (data: string): string => `
    - zip: [${data}]
    - update: { model: student, loss: { supervised: { crossEntropy: { of: ${data}.weak, target: ${data}.label } } } }`

const short = `
  once: ${flow('shuffle,')}
  short: ${update('once')}`

const long = `
  always: ${flow('shuffle, repeat,')}
  long: ${update('always')}`

const pipeline = (flows: string, phases: string, rate = '0.1'): string => `
name: phases
models: { student: { network: { smallConv: { channels: [4] } }, optimizer: { sgd: { rate: ${rate} } } } }
flows: ${flows}
phases: [${phases}]
evaluate: { model: student, decode: { size: 8 }, every: 100 }
limits: { logEvery: 1 }
`

const warm = '{ name: warm, flow: short, until: end }'
const train = (name: string): string =>
  `{ name: ${name}, flow: long, begin: [{ reset: { model: student } }], until: { steps: 2 } }`

beforeAll(() => useBackend('cpu'))

const request = async (text: string): Promise<RunOf> => ({
  text,
  labeled: await tinyFolder(3),
  out: join(folderWith({}), 'run'),
})

describe('a phase that ends with its data', () => {
  test('is gone on from as if it had not been interrupted: the next phase begins as it says', async () => {
    const first = await request(pipeline(short + long, `${warm}, ${train('train')}`))
    const unbroken = await runOf(first)
    const wanted = await lastTensors(unbroken)
    const { checkpoints } = unbroken.folder
    const names = await checkpointsOf(checkpoints)
    expect(names).toEqual(['step-000000002', 'step-000000004'])
    rmSync(join(checkpoints, 'step-000000004'), { recursive: true })
    expect(await lastTensors(await runOf({ ...first, existing: 'resume' }))).toBe(wanted)
  })

  test('is evaluated at its end', async () => {
    const { trained } = await runOf(await request(pipeline(short, warm)))
    expect(trained.evaluations.map(({ step }) => step)).toEqual([2])
  })

  test('fails when its last step made a weight that is not finite', async () => {
    const rate = '{ step: { initial: 0.1, factor: 1.0e+300, at: [1] } }'
    const ended = await tryRun(await request(pipeline(short, warm, rate)))
    expect(ended).toMatchObject({
      _tag: 'Left',
      left: [{ reason: 'models/student/parameters/stage0/conv/kernel is not finite at step 2' }],
    })
  })
})

test('two phases that run one flow draw differently in each', async () => {
  const phases = '{ name: one, flow: long, until: { steps: 2 } }, { name: two, flow: long, until: { steps: 2 } }'
  const twice = await request(pipeline(long, phases, '0'))
  const losses = stepsOf(await runOf(twice)).map(({ metrics }) => metrics['long.update.total'])
  expect(losses).toEqual([expect.any(Number), expect.any(Number), expect.any(Number), expect.any(Number)])
  expect(losses.slice(0, 2)).not.toEqual(losses.slice(2))
})
