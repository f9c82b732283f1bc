import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Schedule, valueAt } from '../../src/update/schedule.ts'
import { below, keptNumbers, type Numbers } from '../support/checkpoints.ts'
import { folderWith } from '../support/folder.ts'
import { tinyFolder } from '../support/images.ts'
import { planOf, textOf } from '../support/pipelines.ts'
import { runOf } from '../support/run.ts'
import { useBackend } from '../support/useBackend.ts'

interface Update {
  readonly loss: Readonly<Record<string, { readonly weight: Schedule; readonly params: unknown }>>
}

/** The command that a file tells, from its comments: what follows each `--set`, quoted or not. */
const told = (file: string): readonly string[] => {
  const comments = textOf(file)
    .split('\n')
    .filter((line) => line.startsWith('# '))
    .map((line) => line.slice(2))
    .join(' ')
  return [...comments.matchAll(/--set\s+(?:'([^']+)'|([^\s;]+))/g)].map(([, quoted, bare]) => quoted ?? bare!)
}

describe('pseudo-label', () => {
  const paper = planOf('pipelines/pseudo-label.yaml', 10, ...told('pipelines/pseudo-label.yaml'))
  const update = paper.flows['train']!.steps.find(({ definition }) => definition.name === 'update')!.params as Update

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
    expect(Object.values(update.loss).map(({ params }) => params)).toEqual([
      expect.objectContaining({ output: 'sigmoid' }),
      expect.objectContaining({ output: 'sigmoid' }),
    ])
  })

  test('then alpha is 0 until T1, half of alpha_f half way to T2, and alpha_f = 3 from there on', () => {
    const alpha = valueAt(update.loss['pseudoLabel']!.weight)
    const at = (epoch: number): number => alpha({ step: 0, steps: 1, epoch })
    expect([0, 100, 350, 600, 900].map(at)).toEqual([0, 0, 1.5, 3, 3])
  })
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

  beforeAll(() => useBackend('cpu'))

  test('has a head with one output for each value of an image', () => {
    expect(planOf(file, 10, 'size=28', 'channels=1').models['student']!.heads).toEqual({
      label: 10,
      reconstruction: 784,
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

  test('starts the optimizer anew between the phases: without that, the old velocity would move the unused head on', async () => {
    const [pretrained, trained] = await run([])
    expect(velocities(pretrained!).some((value) => value !== 0)).toBe(true)
    expect(velocities(trained!).every((value) => value === 0)).toBe(true)
    const [before, after] = await run(['phases.1.begin=[]'])
    expect(head('reconstruction', after!)).not.toEqual(head('reconstruction', before!))
  })
})
