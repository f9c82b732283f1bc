import { isDeepStrictEqual } from 'node:util'
import { memory, type Tensor, tidy } from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { Unit } from '../codec/index.ts'
import { agreeShapes, type FieldTypes } from '../kind/field/fieldType.ts'
import type { Batch } from '../kind/field/frame.ts'
import type { Outcome, Step, StepParts } from '../kind/step/step.ts'
import { flattenWorld, type World } from '../kind/step/world.ts'
import { keyOf } from '../prelude/key.ts'
import { initialModel } from '../run/train/initialWorld.ts'
import { disposeTensors } from '../tensor/ownership.ts'
import type { Tensors } from '../tensor/tensors.ts'
import { accepting } from './accepting.ts'
import { arbitrary } from './arbitrary.ts'
import { paramsOf } from './paramsOf.ts'
import { givenTypes, namesFit, sampleBatch, sampleFacts } from './sample.ts'
import { sampleModel } from './sampleModel.ts'

type StepUnit<P> = Unit<'step', Step, P>

/**
 * One use of a step: valid parameters, the types of the fields that they read, and a seed for batch and
 * world.
 */
export interface StepCase<P> {
  readonly params: P
  readonly given: FieldTypes
  readonly seed: number
}

/** Random uses of a step that pass a check. Every model is a small network called `student`. */
export const stepCase = <P>(step: StepUnit<P>): fc.Arbitrary<StepCase<P>> =>
  accepting(
    fc
      .tuple(arbitrary(paramsOf(step)), fc.nat())
      .map(([params, seed]): StepCase<P> => ({ params, seed, given: givenTypes(step, params) })),
    ({ params, given }) => namesFit(step, params, given) && E.isRight(step.use(params).infer(given, sampleFacts)),
    `a use of ${step.name} that a check lets pass`,
  )

interface Ran {
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

/** Runs a step as the runtime does, passes everything to `look`, and disposes it. */
const using = <P, A>(unit: StepUnit<P>, { params, given, seed }: StepCase<P>, look: (ran: Ran) => A): A => {
  const key = keyOf(seed)
  const step = unit.use(params)
  const state = step.state?.name ?? 'flow.step'
  const kept = step.averages === undefined ? [] : [step.averages.name]
  const student = { ...sampleModel, averages: [...new Set([...sampleModel.averages, ...kept])] }
  const parts: StepParts = { id: 'flow.step', state, given, models: { student } }
  const states = step.state === undefined ? {} : { [state]: step.state.start(parts) }
  const world: World = { models: { student: initialModel(student, key) }, states }
  const batch = sampleBatch(given, key)
  const run = step.run(parts)
  let outcome: Outcome = {}
  tidy(() => {
    outcome = run(world, batch, { step: 2, steps: 10, epoch: 0.5, key })
    return tensorsOf(outcome)
  })
  const result = look({ world, batch, outcome })
  disposeTensors({ ...flattenWorld(world), ...tensorsIn(batch), after: tensorsOf(outcome) })
  return result
}

const numbersOf = (outcome: Outcome) => ({
  tensors: Object.entries(tensorsOf(outcome)).map(([name, tensor]) => [name, tensor.shape, [...tensor.dataSync()]]),
  metrics: Object.entries(outcome.metrics ?? {}).filter(([, value]) => typeof value === 'number'),
  records: outcome.records,
})

/** Law: the same world, batch and moment give an outcome with the same bits. */
export const repeatable =
  <P>(step: StepUnit<P>) =>
  (use: StepCase<P>): boolean => {
    const once = () => using(step, use, ({ outcome }) => numbersOf(outcome))
    return isDeepStrictEqual(once(), once())
  }

/** Law: a step leaves only the tensors of its outcome behind, and disposes no tensor that it received. */
export const leaksNothing =
  <P>(step: StepUnit<P>) =>
  (use: StepCase<P>): boolean => {
    const before = memory().numTensors
    const alive = using(step, use, ({ world, batch }) =>
      [...Object.values(flattenWorld(world)), ...Object.values(tensorsIn(batch))].every((tensor) => !tensor.isDisposed),
    )
    return alive && memory().numTensors === before
  }

/**
 * Law: a step adds exactly the fields that it declares, with their shapes, and logs exactly its declared
 * metrics.
 */
export const declaresFields =
  <P>(step: StepUnit<P>) =>
  (use: StepCase<P>): boolean => {
    const { infer, metrics = [] } = step.use(use.params)
    const declared = infer(use.given, sampleFacts)
    if (E.isLeft(declared)) return false
    return using(step, use, ({ outcome }) => {
      const fields = tensorsIn(outcome.fields)
      return (
        isDeepStrictEqual(Object.keys(outcome.fields ?? {}).sort(), Object.keys(declared.right).sort()) &&
        isDeepStrictEqual(Object.keys(outcome.metrics ?? {}).sort(), [...metrics].sort()) &&
        Object.entries(fields).every(([name, { shape }]) => agreeShapes(declared.right[name]!.shape, shape))
      )
    })
  }
