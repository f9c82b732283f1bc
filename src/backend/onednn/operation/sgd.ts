import { argument } from '../capi/constants.ts'
import type { Descriptor } from '../capi/descriptor.ts'
import type { PostOperation } from '../capi/postOperation.ts'
import type { BufferPool } from '../memory/bufferPool.ts'
import { createOperation, type Operation } from './operation.ts'
import type { OperationSource } from './operationSource.ts'

/** What a pass does with the product of a vector and a number. */
type Ending = 'add' | 'accumulate' | 'step'

const endings: Readonly<Record<Ending, (vector: Descriptor, number: Descriptor) => readonly PostOperation[]>> = {
  add: (vector) => [{ binary: 'add', operand: vector }],
  accumulate: () => [{ sum: 1 }],
  step: (vector, number) => [
    { binary: 'add', operand: vector },
    { binary: 'multiply', operand: number },
    { binary: 'add', operand: vector },
  ],
}

/**
 * One pass over vectors of one length. The numbers are arguments, so one primitive serves every rate.
 *
 *     add:        out = x a + y
 *     accumulate: out = x a + out
 *     step:       out = (x a + y) b + z
 */
const pass = ({ primitives, operation }: OperationSource, ending: Ending, size: number): Operation =>
  operation(`update${ending}|${size}`, () => {
    const vector = primitives.describe({ dims: [size], type: 'float32', strides: [1] })
    const number = primitives.describe({ dims: [1], type: 'float32', strides: [1] })
    const post = endings[ending](vector, number)
    const name = `update ${size} parameters (${ending})`
    const built = createOperation(primitives, name, primitives.binary(name, 'multiply', vector, number, vector, post), [
      { argument: argument.source, descriptor: vector },
      { argument: argument.source1, descriptor: number },
      { argument: argument.destination, descriptor: vector },
      ...post.flatMap((each, i) =>
        'binary' in each ? [{ argument: primitives.postOperand(i), descriptor: each.operand }] : [],
      ),
    ])
    primitives.forget(vector)
    primitives.forget(number)
    return built
  })

export interface SgdRule {
  readonly rate: number
  readonly momentum: number
  readonly nesterov: boolean
}

/** Addresses of arrays that all have the same length. */
export interface SgdArrays {
  readonly p: number
  readonly g: number
  readonly v: number
  readonly newP: number
  readonly newV: number
}

/**
 * SGD with momentum, in two to three calls of the library.
 *
 *     v' = v m + g + p decay
 *     p' = v' (-rate) + p
 *
 * With Nesterov's step
 *
 *     p' = (v (-m / (1 + m)) + v') (-rate (1 + m)) + p
 *
 * which equals p - rate (g + decay p + m v') and does not read the gradient again.
 */
export const sgdOnLibrary = (
  source: OperationSource & { readonly pool: BufferPool },
  size: number,
  { p, g, v, newP, newV }: SgdArrays,
  { rate, momentum, nesterov }: SgdRule,
  decay: number,
): void => {
  const ahead = 1 + momentum
  const numbers = source.pool.take(5 * Float32Array.BYTES_PER_ELEMENT)
  numbers.float32.set([momentum, decay, -rate, -momentum / ahead, -rate * ahead])
  const [ofVelocity, ofDecay, ofRate, back, step] = [0, 4, 8, 12, 16].map((offset) => numbers.address + offset)
  pass(source, 'add', size).run([v, ofVelocity!, newV, g])
  if (decay !== 0) pass(source, 'accumulate', size).run([p, ofDecay!, newV])
  if (nesterov) pass(source, 'step', size).run([v, back!, newP, newV, step!, p])
  else pass(source, 'add', size).run([newV, ofRate!, newP, p])
  source.pool.give(numbers)
}
