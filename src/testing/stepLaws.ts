import { isDeepStrictEqual } from 'node:util'
import { memory, type Tensor, tidy } from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { Facts, ModelParts, Outcome, Step } from '../kind/definition.ts'
import { agreeShapes, type FieldTypes } from '../kind/field/fieldType.ts'
import type { Batch } from '../kind/field/frame.ts'
import { networkOf } from '../kind/network/networks.ts'
import { optimizerOf } from '../kind/optimizer/optimizers.ts'
import { flattenWorld, type World } from '../kind/step/world.ts'
import { keyOf } from '../prelude/key.ts'
import { initialModel } from '../run/train/initialWorld.ts'
import { disposeTensors } from '../tensor/ownership.ts'
import type { Tensors } from '../tensor/tensors.ts'
import { accepting } from './accepting.ts'
import { arbitrary } from './arbitrary.ts'
import { givenTypes, namesFit, sampleBatch, sampleClasses, sampleHeads, sampleInput } from './sample.ts'

/** One use of a step: valid parameters, the types of all that they read, and a seed for batch and world. */
export interface StepCase<P> {
  readonly params: P
  readonly given: FieldTypes
  readonly seed: number
}

const facts: Facts = { classes: sampleClasses, heads: { student: sampleHeads }, averaged: new Set(['student']) }

/** Random uses of a step, of those that a check would let pass. Every model is a small network called `student`. */
export const stepCase = <P>(step: Step<P>): fc.Arbitrary<StepCase<P>> =>
  accepting(
    fc
      .tuple(arbitrary(step.params), fc.nat())
      .map(([params, seed]) => ({ params, seed, given: givenTypes(step, params) })),
    ({ params, given }) => namesFit(step, params, given) && E.isRight(step.infer(params, given, facts)),
    `a use of ${step.name} that a check lets pass`,
  )

const student: ModelParts = {
  network: networkOf(
    { name: 'smallConv', params: { channels: [3], dropout: 0.2, momentum: 0.9 } },
    sampleInput,
    sampleHeads,
  ),
  optimizer: optimizerOf({
    name: 'sgd',
    params: { rate: 0.1, momentum: 0.9, damped: false, nesterov: true, decay: 1e-3 },
  }),
  isFrozen: () => false,
}

interface Made {
  readonly world: World
  readonly batch: Batch
  readonly outcome: Outcome
}

const isTensor = (value: unknown): value is Tensor => typeof value === 'object' && value !== null && 'dataId' in value

const tensorsIn = (values: Readonly<Record<string, unknown>> = {}): Tensors =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (isTensor(value) ? [[name, value]] : [])))

/** Every tensor of an outcome, by name. */
const tensorsOf = ({ world, fields, metrics }: Outcome): Tensors => ({
  ...(world === undefined ? {} : flattenWorld(world)),
  ...tensorsIn(fields),
  ...tensorsIn(metrics),
})

/** Runs a step as the runtime does, hands what was made to `look`, and disposes it. */
const using = <P, A>(step: Step<P>, { params, given, seed }: StepCase<P>, look: (made: Made) => A): A => {
  const key = keyOf(seed)
  const parts = { id: 'flow.step', given, models: { student } }
  const states = step.start === undefined ? {} : { [parts.id]: step.start(params, parts) }
  const world: World = { models: { student: initialModel(student, true, key) }, states }
  const batch = sampleBatch(given, key)
  const run = step.run(params, parts)
  let outcome: Outcome = {}
  tidy(() => {
    outcome = run(world, batch, { step: 2, steps: 10, epoch: 0.5, key })
    return tensorsOf(outcome)
  })
  const seen = look({ world, batch, outcome })
  disposeTensors({ ...flattenWorld(world), ...tensorsIn(batch), after: tensorsOf(outcome) })
  return seen
}

const numbersOf = (outcome: Outcome) => ({
  tensors: Object.entries(tensorsOf(outcome)).map(([name, tensor]) => [name, tensor.shape, [...tensor.dataSync()]]),
  metrics: Object.entries(outcome.metrics ?? {}).filter(([, value]) => typeof value === 'number'),
  records: outcome.records,
})

/** Law: the same world, batch and moment give the same outcome, to the bit. */
export const repeatable =
  <P>(step: Step<P>) =>
  (use: StepCase<P>): boolean => {
    const once = () => using(step, use, ({ outcome }) => numbersOf(outcome))
    return isDeepStrictEqual(once(), once())
  }

/** Law: a step leaves no tensor behind but those of its outcome, and disposes none that it was given. */
export const leaksNothing =
  <P>(step: Step<P>) =>
  (use: StepCase<P>): boolean => {
    const before = memory().numTensors
    const alive = using(step, use, ({ world, batch }) =>
      [...Object.values(flattenWorld(world)), ...Object.values(tensorsIn(batch))].every((tensor) => !tensor.isDisposed),
    )
    return alive && memory().numTensors === before
  }

/** Law: a step adds to a batch exactly the fields that it declares, with the shapes that it declares. */
export const declaresFields =
  <P>(step: Step<P>) =>
  (use: StepCase<P>): boolean => {
    const declared = step.infer(use.params, use.given, facts)
    if (E.isLeft(declared)) return false
    return using(step, use, ({ outcome }) => {
      const fields = tensorsIn(outcome.fields)
      return (
        isDeepStrictEqual(Object.keys(outcome.fields ?? {}).sort(), Object.keys(declared.right).sort()) &&
        Object.entries(fields).every(([name, { shape }]) => agreeShapes(declared.right[name]!.shape, shape))
      )
    })
  }
