import { add, memory } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { handOver } from '../../../src/kind/step/handOver.ts'
import { flattenWorld, type World, withModel, withState } from '../../../src/kind/step/world.ts'
import { modelParts } from '../../../src/pipeline/plan/modelParts.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { beginPhase } from '../../../src/run/train/beginPhase.ts'
import { initialWorld } from '../../../src/run/train/initialWorld.ts'
import { disposeTensors } from '../../../src/tensor/ownership.ts'
import { mapTensors, type Tensors } from '../../../src/tensor/tensors.ts'
import { below, type Numbers } from '../../support/checkpoints.ts'
import { planFrom } from '../../support/pipelines.ts'
import { numbersOf } from '../../support/tinyPhase.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const train = (model: string, monitor: string): string => `
    - zip: [labeled]
    - predict: { model: ${model}, on: labeled.image, writes: labeled.probabilities }
    - monitor: { from: labeled.probabilities${monitor} }
    - update: { model: ${model}, loss: { supervised: { crossEntropy: { of: labeled.image, target: labeled.label } } } }
    - average: { model: ${model} }`

/** Two networks with the same body: one head of the student has another size, and one is its own. */
const text = (begin: string): string => `
name: begun
models:
  teacher: { network: { smallConv: { channels: [2] } }, heads: { projection: 3 } }
  student: { network: { smallConv: { channels: [2] } }, heads: { projection: 5, rotation: 4 } }
flows:
  labeled: [labeledImages, repeat, { decode: { size: 8 } }, { batch: { size: 2 } }]
  first:${train('teacher', ', state: shared')}
  second:${train('student', '')}
    - monitor: { from: labeled.probabilities, state: shared }
phases:
  - { name: first, flow: first, until: { steps: 1 } }
  - { name: second, flow: second, begin: ${begin}, until: { steps: 1 } }
evaluate: { model: student, decode: { size: 8 }, every: 1 }
`

const raised = (tensors: Tensors): Tensors => mapTensors(tensors, (tensor) => add(tensor, 1))

/** A world as training would leave it: all numbers have changed, and the averages are not the parameters. */
const trained = (world: World): World => {
  const models = Object.entries(world.models).reduce(
    (current, [name, { parameters, statistics, slots, averages }]) =>
      withModel(current, name, {
        parameters: raised(parameters),
        statistics: raised(statistics),
        slots: raised(slots),
        averages: { average: mapVariables(averages['average']!) },
        updates: 7,
      }),
    world,
  )
  return withState(models, 'shared', raised(world.states['shared']!))
}

const mapVariables = ({ parameters, statistics }: { readonly parameters: Tensors; readonly statistics: Tensors }) => ({
  parameters: raised(raised(parameters)),
  statistics: raised(raised(statistics)),
})

/** What the second phase of a pipeline makes of a trained world. */
const begun = (begin: string) => {
  const plan = planFrom(text(begin), 2)
  const models = modelParts(plan)
  const key = keyOf(3)
  const initial = initialWorld(plan, models, key)
  if (E.isLeft(initial)) throw new Error(initial.left.reason)
  const before = trained(initial.right)
  const notes: string[] = []
  const tensors = memory().numTensors
  const next = beginPhase(plan.runs[1]!, { plan, models, key, note: (note) => notes.push(note) }, before)
  return { initial: initial.right, before, next, notes, grown: memory().numTensors - tensors }
}

const numbersBelow = (prefix: string, world: World): Numbers => {
  const numbers = below(prefix, numbersOf(world))
  return Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name.slice(prefix.length), values]))
}

/** The given names of a record of numbers. */
const only = (numbers: Numbers, names: readonly string[]): Numbers =>
  Object.fromEntries(names.map((name) => [name, numbers[name]!]))

const isShared = (name: string): boolean => !/head\/(projection|rotation)\//.test(name)

describe('copy', () => {
  test('takes by name what fits, and leaves the rest as it was, with the reason for each', () => {
    const { before, next, notes } = begun('[{ copy: { from: teacher, to: student } }]')
    const copied = numbersBelow('models/student/parameters/', next)
    const source = numbersBelow('models/teacher/parameters/', before)
    const own = numbersBelow('models/student/parameters/', before)
    const shared = Object.keys(own).filter(isShared)
    const rest = Object.keys(own).filter((name) => !isShared(name))
    expect(only(copied, shared)).toEqual(only(source, shared))
    expect(only(copied, shared)).not.toEqual(only(own, shared))
    expect(only(copied, rest)).toEqual(only(own, rest))
    expect(numbersBelow('models/student/statistics/', next)).toEqual(numbersBelow('models/teacher/statistics/', before))
    const statistics = Object.keys(before.models['student']!.statistics).length
    expect(notes).toEqual([
      `student starts from teacher (raw): ${shared.length} parameters and ${statistics} statistics copied, ` +
        '4 left as they were: head/projection/kernel ([2, 5], in teacher [2, 3]), head/projection/bias ([5], in teacher [3]), ' +
        'head/rotation/kernel (not in teacher), head/rotation/bias (not in teacher)',
    ])
  })

  test('starts optimizer, averages and the count of updates again, from what was copied', () => {
    const { next } = begun('[{ copy: { from: teacher, to: student } }]')
    expect(next.models['student']!.updates).toBe(0)
    expect(numbersBelow('models/student/averages/average/parameters/', next)).toEqual(
      numbersBelow('models/student/parameters/', next),
    )
    const slots = Object.values(numbersBelow('models/student/slots/', next)).flat()
    expect(new Set(slots)).toEqual(new Set([0]))
    expect(next.models['teacher']!.updates).toBe(7)
  })

  test('of an average takes the averaged weights', () => {
    const { before, next, notes } = begun('[{ copy: { from: teacher, to: student, weights: average } }]')
    const name = 'head/label/kernel'
    expect(numbersBelow('models/student/parameters/', next)[name]).toEqual(
      numbersBelow('models/teacher/averages/average/parameters/', before)[name],
    )
    expect(notes[0]).toMatch(/^student starts from teacher \(average\): /)
  })

  test('of a model onto itself takes everything: it goes on from its average with a new optimizer', () => {
    const { before, next, notes } = begun('[{ copy: { from: student, to: student, weights: average } }]')
    const average = numbersBelow('models/student/averages/average/', before)
    expect(numbersBelow('models/student/averages/average/', next)).toEqual(average)
    expect(numbersBelow('models/student/parameters/', next)).toEqual(
      numbersBelow('models/student/averages/average/parameters/', before),
    )
    expect(next.models['student']!.updates).toBe(0)
    expect(notes[0]).toMatch(/^student starts from student \(average\): \d+ parameters and \d+ statistics copied$/)
  })
})

describe('reset', () => {
  test('draws a model from its initializer, with other numbers than at the start of the run', () => {
    const { initial, before, next } = begun('[{ reset: { model: student } }]')
    const { parameters, statistics, updates } = next.models['student']!
    expect(updates).toBe(0)
    expect(Object.keys(parameters)).toEqual(Object.keys(before.models['student']!.parameters))
    expect(Object.keys(statistics)).toEqual(Object.keys(before.models['student']!.statistics))
    const name = 'models/student/parameters/head/label/kernel'
    expect(numbersOf(next)[name]).not.toEqual(numbersOf(before)[name])
    expect(numbersOf(next)[name]).not.toEqual(numbersOf(initial)[name])
    expect(numbersBelow('models/student/statistics/', next)).toEqual(
      numbersBelow('models/student/statistics/', initial),
    )
    expect(numbersBelow('models/teacher/', next)).toEqual(numbersBelow('models/teacher/', before))
  })

  test('starts a named state from its first value; without it the state goes on', () => {
    const { initial, next } = begun('[{ reset: { state: shared } }]')
    expect(numbersBelow('states/shared/', next)).toEqual(numbersBelow('states/shared/', initial))
    const kept = begun('[]')
    expect(numbersBelow('states/shared/', kept.next)).toEqual(numbersBelow('states/shared/', kept.before))
    expect(numbersBelow('states/shared/', kept.next)).not.toEqual(numbersBelow('states/shared/', initial))
  })
})

describe('states without a name', () => {
  test('start with the phase whose step keeps them', () => {
    const { initial, next } = begun('[]')
    expect(Object.keys(initial.states)).toEqual(['shared'])
    expect(Object.keys(next.states).sort()).toEqual(['second.monitor', 'shared'])
    expect(numbersBelow('states/second.monitor/', next)['histogram']).toEqual([0.5, 0.5])
  })

  test('start again with each run of the phase, and end with it', () => {
    const plan = planFrom(text('[]'), 2)
    const models = modelParts(plan)
    const { next } = begun('[]')
    const moved = withState(next, 'second.monitor', raised(next.states['second.monitor']!))
    const beginning = { plan, models, key: keyOf(3), note: () => {} }
    const again = beginPhase(plan.runs[1]!, beginning, moved)
    expect(numbersBelow('states/second.monitor/', again)).toEqual(numbersBelow('states/second.monitor/', next))
    expect(Object.keys(beginPhase(plan.runs[0]!, beginning, moved).states)).toEqual(['shared'])
  })
})

describe('law: afterwards there are the tensors from before and those that the old world does not share', () => {
  test.each([
    ['no action', '[]'],
    ['a copy', '[{ copy: { from: teacher, to: student } }]'],
    ['a reset, then a copy over it', '[{ reset: { model: student } }, { copy: { from: teacher, to: student } }]'],
    ['a state that is reset twice', '[{ reset: { state: shared } }, { reset: { state: shared } }]'],
  ])('with %s', (_, begin) => {
    const { before, next, grown } = begun(begin)
    const old = new Set(Object.values(flattenWorld(before)))
    const fresh = Object.values(flattenWorld(next)).filter((tensor) => !old.has(tensor))
    expect(grown).toBe(fresh.length)
    expect([...old].every((tensor) => !tensor.isDisposed)).toBe(true)
    handOver(before, next)
    disposeTensors(flattenWorld(next))
  })
})
