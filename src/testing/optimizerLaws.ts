import { isDeepStrictEqual } from 'node:util'
import { memory, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import type { Unit } from '../codec/index.ts'
import type { ParameterKind } from '../kind/network/network.ts'
import { composed } from '../kind/optimizer/composed.ts'
import type { Given, Optimizer } from '../kind/optimizer/optimizer.ts'
import { fold, keyOf } from '../prelude/key.ts'
import { normals } from '../prelude/random.ts'
import { disposeTensors } from '../tensor/ownership.ts'
import type { Tensors } from '../tensor/tensors.ts'
import { arbitrary } from './arbitrary.ts'
import { paramsOf } from './paramsOf.ts'

type OptimizerUnit<P> = Unit<'optimizer', Optimizer, P>

/**
 * One use of an optimizer: valid parameters, a seed for weights and gradients, and the number of earlier
 * updates.
 */
export interface OptimizerCase<P> {
  readonly params: P
  readonly seed: number
  readonly updates: number
}

/** Random uses of an optimizer, or of a part of one. */
export const optimizerCase = <P>(unit: OptimizerUnit<P>): fc.Arbitrary<OptimizerCase<P>> =>
  fc.record({ params: arbitrary(paramsOf(unit)), seed: fc.nat(), updates: fc.nat({ max: 20 }) })

const shapes = { 'conv/kernel': [3, 3, 2, 4], 'conv/bias': [4], 'norm/scale': [4], 'norm/offset': [4] } as const

const kinds: Readonly<Record<keyof typeof shapes, ParameterKind>> = {
  'conv/kernel': 'kernel',
  'conv/bias': 'bias',
  'norm/scale': 'scale',
  'norm/offset': 'offset',
}

const draw = (seed: number, what: string): Tensors =>
  Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const size = shape.reduce<number>((a, b) => a * b, 1)
      return [name, tensor(normals(fold(keyOf(seed), what, name), size), [...shape])]
    }),
  )

interface Updated {
  readonly parameters: Tensors
  readonly slots: Tensors
  readonly given: Given
}

/** Makes one update as the runtime does, passes everything to `look`, and disposes it. */
const using = <P, A>(
  { kind, name, use }: OptimizerUnit<P>,
  { params, seed, updates }: OptimizerCase<P>,
  look: (updated: Updated) => A,
): A => {
  const rule = composed({ kind, name, params, use: use(params) })
  const parameters = draw(seed, 'parameters')
  const given: Given = {
    clock: { step: updates, steps: 100, epoch: updates / 10 },
    updates,
    kinds,
    parameters,
    gradients: draw(seed, 'gradients'),
    slots: rule.init(parameters),
  }
  let next: Pick<Updated, 'parameters' | 'slots'> = { parameters: {}, slots: {} }
  tidy(() => {
    next = rule.apply(given)
    return [...Object.values(next.parameters), ...Object.values(next.slots)]
  })
  const result = look({ ...next, given })
  disposeTensors(
    [given.parameters, given.gradients, given.slots, next.parameters, next.slots].flatMap((all) => Object.values(all)),
  )
  return result
}

const shapesOf = (tensors: Tensors) =>
  Object.fromEntries(Object.entries(tensors).map(([name, { shape }]: [string, Tensor]) => [name, shape]))

/** Law: an update returns every parameter and every slot, with its shape. The parameters are finite. */
export const updatesAll =
  <P>(unit: OptimizerUnit<P>) =>
  (use: OptimizerCase<P>): boolean =>
    using(
      unit,
      use,
      ({ parameters, slots, given }) =>
        isDeepStrictEqual(shapesOf(parameters), shapesOf(given.parameters)) &&
        isDeepStrictEqual(shapesOf(slots), shapesOf(given.slots)) &&
        Object.values(parameters).every((one) => one.dataSync().every(Number.isFinite)),
    )

/** Law: an optimizer keeps no state. The same parameters, gradients, slots and clock give the same bits. */
export const updatesAlike =
  <P>(unit: OptimizerUnit<P>) =>
  (use: OptimizerCase<P>): boolean => {
    const once = () => using(unit, use, ({ parameters }) => Object.values(parameters).map((one) => [...one.dataSync()]))
    return isDeepStrictEqual(once(), once())
  }

/** Law: an update leaves no tensor behind, and disposes no tensor that it received. */
export const ownsNothing =
  <P>(unit: OptimizerUnit<P>) =>
  (use: OptimizerCase<P>): boolean => {
    const before = memory().numTensors
    const alive = using(unit, use, ({ given: { parameters, gradients } }) =>
      [...Object.values(parameters), ...Object.values(gradients)].every((one) => !one.isDisposed),
    )
    return alive && memory().numTensors === before
  }
