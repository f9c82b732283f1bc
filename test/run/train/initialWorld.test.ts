import { memory } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { flattenWorld } from '../../../src/kind/step/world.ts'
import { modelParts } from '../../../src/pipeline/plan/modelParts.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { initialWorld, keepersOf } from '../../../src/run/train/initialWorld.ts'
import { disposeTensors } from '../../../src/tensor/ownership.ts'
import { messageOf, resultOf } from '../../support/either.ts'
import { planFrom } from '../../support/pipelines.ts'
import { numbersOf } from '../../support/tinyPhase.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const flow = (head: string, monitors: readonly string[]): string =>
  [
    '[{ zip: [labeled] }',
    `{ predict: { model: student, on: labeled.image, head: ${head}, writes: labeled.of${head} } }`,
    ...monitors.map((state) => `{ monitor: { from: labeled.of${head}, state: ${state} } }`),
    '{ update: { model: student, loss: { supervised: { crossEntropy: { of: labeled.image, target: labeled.label } } } }}]',
  ].join(', ')

const planWith = (first: string, second: string) =>
  planFrom(
    `
name: started
models: { student: { network: { smallConv: { channels: [2] } }, heads: { rotation: 4 } } }
flows:
  labeled: [labeledImages, repeat, { decode: { size: 8 } }, { batch: { size: 2 } }]
  one: ${first}
  two: ${second}
phases: [{ name: one, flow: one, until: { steps: 1 } }, { name: two, flow: two, until: { steps: 1 } }]
evaluate: { model: student, decode: { size: 8 }, every: 1 }
`,
    2,
  )

const worldOf = (plan: ReturnType<typeof planWith>, seed = 1) => initialWorld(plan, modelParts(plan), keyOf(seed))

describe('a state that two flows share', () => {
  test('is one, and starts once', () => {
    const plan = planWith(flow('label', ['calm']), flow('label', ['calm']))
    expect(keepersOf(plan)['calm']!.map(({ id }) => id)).toEqual(['one.monitor', 'two.monitor'])
    const before = memory().numTensors
    const world = resultOf(worldOf(plan))
    expect(Object.keys(world.states)).toEqual(['calm'])
    expect(numbersOf(world)['states/calm/histogram']).toEqual([0.5, 0.5])
    expect(memory().numTensors).toBe(before + Object.keys(flattenWorld(world)).length)
    disposeTensors(flattenWorld(world))
  })

  test('of other sizes in each is an error that names both steps, and leaves no tensor behind', () => {
    const plan = planWith(flow('label', ['early', 'calm']), flow('rotation', ['calm']))
    const before = memory().numTensors
    const world = worldOf(plan)
    expect(memory().numTensors).toBe(before)
    expect(messageOf(world)).toBe(
      'The state calm holds entropy [], histogram [2] for one.monitor2, and entropy [], histogram [4] for two.monitor. ' +
        'Give both steps the same sizes, or each a state of its own',
    )
  })
})

describe('law: the world depends on the plan and the key alone', () => {
  const plan = planWith(flow('label', ['calm']), flow('label', ['calm']))

  test('the same key gives the same numbers, another key others', () => {
    const [one, same, other] = [worldOf(plan), worldOf(plan), worldOf(plan, 2)].map((world) =>
      numbersOf(resultOf(world)),
    )
    expect(same).toEqual(one)
    expect(other).not.toEqual(one)
  })

  test('an average starts as the model, in tensors of its own', () => {
    const averaged = planWith(
      flow('label', ['calm']).replace(/\]$/, ', { average: { model: student, name: slow } }]'),
      flow('label', ['calm']).replace(/\]$/, ', { average: { model: student, name: fast } }]'),
    )
    const { parameters, averages, updates } = resultOf(worldOf(averaged)).models['student']!
    expect(Object.keys(averages).sort()).toEqual(['fast', 'slow'])
    expect(updates).toBe(0)
    for (const average of Object.values(averages)) {
      for (const [name, tensor] of Object.entries(average.parameters)) {
        expect(tensor).not.toBe(parameters[name])
        expect([...tensor.dataSync()]).toEqual([...parameters[name]!.dataSync()])
      }
    }
  })
})
