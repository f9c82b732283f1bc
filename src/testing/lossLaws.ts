import { grads, memory, scalar, slice, sum, type Tensor, type Tensor1D, tensor2d, tidy } from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import type { FieldKind } from '../codec/index.ts'
import { fieldKinds } from '../kind/field/fieldKinds.ts'
import type { Input, Inputs, InputTensors } from '../kind/loss/input.ts'
import type { LossUnit } from '../kind/loss/loss.ts'
import { fold, type Key, keyOf } from '../prelude/key.ts'
import { uniforms } from '../prelude/random.ts'
import { arbitrary } from './arbitrary.ts'

/** One use of a loss: valid settings, a seed for its inputs, and the sizes of the two parts of a batch. */
export interface LossCase<S> {
  readonly settings: S
  readonly seed: number
  readonly parts: readonly [number, number]
}

/** Random uses of a loss. */
export const lossCase = <I extends Inputs, S>({ settings }: LossUnit<I, S>): fc.Arbitrary<LossCase<S>> =>
  fc.record({
    settings: arbitrary(settings),
    seed: fc.nat(),
    parts: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  })

/** The size of an output. An image has as many values, so that a loss may compare the two. */
const width = 12

const rowShape = (kind: FieldKind): readonly number[] => {
  switch (kind) {
    case 'images':
      return [2, 2, 3]
    case 'mask':
    case 'scalar':
      return []
    default:
      return [width]
  }
}

const file = { set: 'sample', index: 0, path: 'sample.png' }

const tensorFor = (input: Input, examples: number, key: Key): Tensor => {
  switch (input.from) {
    case 'output':
      return tensor2d(uniforms(key, examples * width, -4, 4), [examples, width])
    case 'each':
      return fieldKinds[input.kinds[0]!].sample([examples, ...rowShape(input.kinds[0]!)], key, file) as Tensor
    case 'shared':
      return fieldKinds[input.kinds[0]!].sample([7, ...rowShape(input.kinds[0]!)], key, file) as Tensor
    case 'scalar':
      return scalar(0.5)
  }
}

const tensorsFor = (inputs: Inputs, examples: number, seed: number): Readonly<Record<string, Tensor>> =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, tensorFor(input, examples, fold(keyOf(seed), name))]),
  )

/** Applies a loss to tensors by name. */
const call = <I extends Inputs, S>(
  loss: LossUnit<I, S>,
  settings: S,
  tensors: Readonly<Record<string, Tensor>>,
): Tensor1D => loss.perExample(settings)(tensors as InputTensors<I>)

const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(a), Math.abs(b))

/**
 * Law: the losses of a joined batch are the joined losses of its parts.
 *
 * - A mask that broadcasts, a wrong mean, or an example that sees its neighbors breaks it.
 * - A loss with a `demand` compares examples, so it is exempt.
 */
export const decomposes =
  <I extends Inputs, S>(loss: LossUnit<I, S>) =>
  ({ settings, seed, parts: [first, second] }: LossCase<S>): boolean =>
    loss.demand !== null ||
    tidy(() => {
      const whole = tensorsFor(loss.inputs, first + second, seed)
      const part = (from: number, size: number) =>
        Object.fromEntries(
          Object.entries(whole).map(([name, tensor]) => {
            const { from: kind } = loss.inputs[name]!
            return [name, kind === 'shared' || kind === 'scalar' ? tensor : slice(tensor, from, size)]
          }),
        )
      const together = call(loss, settings, whole).dataSync()
      const apart = [part(0, first), part(first, second)].flatMap((one) => [...call(loss, settings, one).dataSync()])
      return together.length === apart.length && together.every((value, i) => close(value, apart[i]!))
    })

/** Law: there is one finite loss for each example, and every output has finite slopes. */
export const hasFiniteSlopes =
  <I extends Inputs, S>(loss: LossUnit<I, S>) =>
  ({ settings, seed, parts: [first, second] }: LossCase<S>): boolean =>
    tidy(() => {
      const examples = first + second
      const tensors = tensorsFor(loss.inputs, examples, seed)
      const outputs = Object.keys(loss.inputs).filter((name) => loss.inputs[name]!.from === 'output')
      const at = (values: readonly Tensor[]) =>
        call(loss, settings, { ...tensors, ...Object.fromEntries(outputs.map((name, i) => [name, values[i]!])) })
      const values = outputs.map((name) => tensors[name]!)
      const losses = at(values)
      const slopes = grads((...moved: Tensor[]) => sum(at(moved)))(values)
      return (
        losses.shape.join() === String(examples) &&
        [losses, ...slopes].every((tensor) => tensor.dataSync().every(Number.isFinite))
      )
    })

/** Law: a loss leaves no tensor behind but its result. */
export const tidies =
  <I extends Inputs, S>(loss: LossUnit<I, S>) =>
  ({ settings, seed, parts: [first] }: LossCase<S>): boolean => {
    const tensors = tensorsFor(loss.inputs, first, seed)
    const before = memory().numTensors
    tidy(() => call(loss, settings, tensors)).dispose()
    const after = memory().numTensors
    for (const tensor of Object.values(tensors)) tensor.dispose()
    return after === before
  }
