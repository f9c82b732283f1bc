import * as tf from '@tensorflow/tfjs-core'
import type { ParameterKind } from '../../../src/kind/network/network.ts'
import type { Given } from '../../../src/kind/optimizer/optimizer.ts'
import { fold, keyOf } from '../../../src/prelude/key.ts'
import { normals } from '../../../src/prelude/random.ts'
import type { Tensors } from '../../../src/tensor/tensors.ts'
import { ruleOf, vocabulary, written } from '../../support/vocabulary.ts'

export type Numbers = Readonly<Record<string, readonly number[]>>

/** Parameters of every kind, each a list of numbers. */
export const kinds = { kernel: 'kernel', bias: 'bias', scale: 'scale', offset: 'offset' } as const

export const tensorsOf = (numbers: Numbers): Tensors =>
  Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name, tf.tensor1d([...values])]))

export const numbersOf = (tensors: Tensors): Numbers =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, [...tensor.dataSync()]]))

/** Runs a function that gives numbers, and disposes every tensor that it made. */
const tidied = <A>(run: () => A): A => {
  tf.engine().startScope()
  try {
    return run()
  } finally {
    tf.engine().endScope()
  }
}

/** What one update works on, before step 0 of 10. */
export const givenOf = (parameters: Tensors, gradients: Tensors, slots: Tensors, updates = 0): Given => ({
  clock: { step: updates, steps: 10, epoch: 0 },
  updates,
  kinds: Object.fromEntries(
    Object.keys(parameters).map((name): [string, ParameterKind] => [
      name,
      name in kinds ? kinds[name as 'kernel'] : 'kernel',
    ]),
  ),
  parameters,
  gradients,
  slots,
})

/** The gradients that a part leaves, by its first update or by several with the same gradients. */
export const leftBy = (part: unknown, parameters: Numbers, gradients: Numbers, updates = 1): Numbers =>
  tidied(() => {
    const unit = [written(vocabulary.optimizer, part)].flat()[0]!
    if (!('part' in unit.use)) throw new Error(`Expected ${unit.name} to be a part`)
    const { init, transform } = unit.use.part
    const [held, slopes] = [tensorsOf(parameters), tensorsOf(gradients)]
    let next = { gradients: slopes, slots: init(held) }
    for (let update = 0; update < updates; update++) next = transform(givenOf(held, slopes, next.slots, update))
    return numbersOf(next.gradients)
  })

/** Where several updates lead, and what the optimizer keeps then. */
export const ledTo = (
  optimizer: unknown,
  parameters: Numbers,
  gradients: readonly Numbers[],
): { readonly parameters: Numbers; readonly slots: Numbers } =>
  tidied(() => {
    const rule = ruleOf(optimizer)
    let held = tensorsOf(parameters)
    let slots = rule.init(held)
    gradients.forEach((slopes, update) => {
      const next = rule.apply(givenOf(held, tensorsOf(slopes), slots, update))
      held = next.parameters
      slots = next.slots
    })
    return { parameters: numbersOf(held), slots: numbersOf(slots) }
  })

/** Random numbers for one parameter of each kind. */
export const randomNumbers = (seed: number, what: string, size = 4): Numbers =>
  Object.fromEntries(Object.keys(kinds).map((name) => [name, [...normals(fold(keyOf(seed), what, name), size)]]))

/** The largest difference of two sets of numbers, relative to the larger one where it is above 1. */
export const apart = (one: Numbers, other: Numbers): number =>
  Math.max(
    ...Object.entries(one).flatMap(([name, values]) =>
      values.map((value, i) => Math.abs(value - other[name]![i]!) / Math.max(1, Math.abs(value))),
    ),
  )
