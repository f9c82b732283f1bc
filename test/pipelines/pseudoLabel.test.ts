import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { linearHead } from '../../src/kind/network/head.ts'
import { below, keptNumbers, type Numbers } from '../support/checkpoints.ts'
import { folderWith } from '../support/folder.ts'
import { tinyFolder } from '../support/images.ts'
import { lossOf, planOf, textOf, told, weightAt } from '../support/pipelines.ts'
import { runOf } from '../support/run.ts'
import { modelsOf, trained } from '../support/trained.ts'
import { useBackend } from '../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

describe('pseudo-label', () => {
  const paper = planOf('pipelines/pseudo-label.yaml', 10, ...told('pipelines/pseudo-label.yaml'))
  const loss = lossOf(paper, 'train')

  test('is that of the paper with the values that its comment tells', () => {
    expect(told('pipelines/pseudo-label.yaml').length).toBe(14)
    expect(paper.spec.models['student']).toMatchObject({
      network: { name: 'mlp', params: { hidden: [5000], dropout: 0.5, inputDropout: 0.2 } },
      heads: {},
      optimizer: {
        name: 'sgd',
        params: {
          rate: { name: 'exponential', params: { initial: 1.5, factor: 0.998, every: 1, unit: 'epochs' } },
          momentum: { name: 'linear', params: { from: 0.5, to: 0.99, begin: 0, end: 500, unit: 'epochs' } },
          damped: true,
          nesterov: false,
          decay: 0,
        },
      },
    })
    expect(Object.values(loss).map(({ params }) => params)).toEqual([
      expect.objectContaining({ output: 'sigmoid' }),
      expect.objectContaining({ output: 'sigmoid' }),
    ])
  })

  test('then alpha is 0 until T1, half of alpha_f half way to T2, and alpha_f = 3 from there on', () => {
    const at = (epoch: number): number => weightAt(loss['pseudoLabel']!, { step: 0, steps: 1, epoch })
    expect([0, 100, 350, 600, 900].map(at)).toEqual([0, 0, 1.5, 3, 3])
  })
})

test('law: alpha = 0 reproduces supervised training to the bit, batch norm statistics and average too', async () => {
  const labeled = await tinyFolder(6)
  const settings = ['unlabeledBatch=5', 'threshold=0', 'rampEnd=0']
  const ends = async (alpha: number) =>
    modelsOf(await trained('pseudo-label', labeled, [...settings, `alpha=${alpha}`]))
  expect(await ends(0)).toEqual(await modelsOf(await trained('supervised', labeled)))
  expect(await ends(0.1)).not.toEqual(await ends(0))
})

describe('pseudo-label-dae', () => {
  const file = 'pipelines/pseudo-label-dae.yaml'
  const shared = ['size=8', 'batch=4', 'unlabeledBatch=4', 'pretrainBatch=4', 'pretrainSteps=3', 'steps=3', 'every=100']
  const network = [
    'models.student.network={ mlp: { hidden: [40] } }',
    'rate=0.003',
    'models.student.optimizer.sgd.decay=0',
  ]

  const run = async (settings: readonly string[]): Promise<readonly Numbers[]> => {
    const out = join(folderWith({}), 'run')
    const all = [...shared, ...network, ...settings]
    return keptNumbers(await runOf({ file, text: textOf(file), labeled: await tinyFolder(6), out, settings: all }))
  }

  const head = (name: string, numbers: Numbers) => below(`models/student/parameters/head/${name}/`, numbers)
  const velocities = (numbers: Numbers): readonly number[] =>
    Object.values(below('models/student/slots/velocity/head/reconstruction', numbers)).flat()

  test('has a head with one output for each value of an image', () => {
    expect(planOf(file, 10, 'size=28', 'channels=1').models['student']!.heads).toEqual({
      label: linearHead(10),
      reconstruction: linearHead(784),
    })
  })

  test('trains each head in its own phase, and the layer below in both', async () => {
    const [pretrained, trained] = await run([])
    expect(Object.keys(head('reconstruction', pretrained!))).toHaveLength(2)
    expect(head('reconstruction', trained!)).toEqual(head('reconstruction', pretrained!))
    expect(head('label', trained!)).not.toEqual(head('label', pretrained!))
    const layer = 'models/student/parameters/layer0/kernel'
    expect(trained![layer]).not.toEqual(pretrained![layer])
  })

  test('starts the optimizer again between the phases: else the old velocity would still move the unused head', async () => {
    const [pretrained, trained] = await run([])
    expect(velocities(pretrained!).some((value) => value !== 0)).toBe(true)
    expect(velocities(trained!).every((value) => value === 0)).toBe(true)
    const [before, after] = await run(['phases.1.begin=[]'])
    expect(head('reconstruction', after!)).not.toEqual(head('reconstruction', before!))
  })
})
