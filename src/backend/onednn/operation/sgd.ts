import type { OneDnnBackend } from '../backend.ts'
import { argument } from '../capi/constants.ts'
import type { Descriptor } from '../capi/descriptor.ts'
import type { PostOperation } from '../capi/postOperation.ts'
import { createOperation, type Operation } from './operation.ts'

/** How a product of a vector and a number goes on. */
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
 * One pass over vectors of a length, in which numbers are arguments, so that one primitive serves every rate.
 *
 * add: out = x a + y; accumulate: out = x a + out; step: out = (x a + y) b + z.
 */
const pass = (backend: OneDnnBackend, ending: Ending, size: number): Operation =>
  backend.operation(`update${ending}|${size}`, () => {
    const { primitives } = backend.library
    const vector = primitives.describe({ dims: [size], type: 'float32', strides: [1] })
    const number = primitives.describe({ dims: [1], type: 'float32', strides: [1] })
    const post = endings[ending](vector, number)
    const name = `update ${size} parameters (${ending})`
    const operation = createOperation(
      primitives,
      name,
      primitives.binary(name, 'multiply', vector, number, vector, post),
      [
        { argument: argument.source, descriptor: vector },
        { argument: argument.source1, descriptor: number },
        { argument: argument.destination, descriptor: vector },
        ...post.flatMap((operation, i) =>
          'binary' in operation ? [{ argument: primitives.postOperand(i), descriptor: operation.operand }] : [],
        ),
      ],
    )
    primitives.forget(vector)
    primitives.forget(number)
    return operation
  })

export interface SgdRule {
  readonly rate: number
  readonly momentum: number
  readonly nesterov: boolean
}

/** Addresses of arrays of one length. */
export interface SgdArrays {
  readonly p: number
  readonly g: number
  readonly v: number
  readonly newP: number
  readonly newV: number
}

/**
 * SGD with momentum by two or three primitives: v' = v m + g + p decay, then p' = v' (-rate) + p, or with Nesterov's step
 * p' = (v (-m / (1 + m)) + v') (-rate (1 + m)) + p, which is p - rate (g + decay p + m v') without the gradient.
 */
export const sgdOnLibrary = (
  backend: OneDnnBackend,
  size: number,
  { p, g, v, newP, newV }: SgdArrays,
  { rate, momentum, nesterov }: SgdRule,
  decay: number,
): void => {
  const ahead = 1 + momentum
  const numbers = backend.pool.take(5 * Float32Array.BYTES_PER_ELEMENT)
  numbers.float32.set([momentum, decay, -rate, -momentum / ahead, -rate * ahead])
  const [ofVelocity, ofDecay, ofRate, back, step] = [0, 4, 8, 12, 16].map((offset) => numbers.address + offset)
  pass(backend, 'add', size).run([v, ofVelocity!, newV, g])
  if (decay !== 0) pass(backend, 'accumulate', size).run([p, ofDecay!, newV])
  if (nesterov) pass(backend, 'step', size).run([v, back!, newP, newV, step!, p])
  else pass(backend, 'add', size).run([newV, ofRate!, newP, p])
  backend.pool.give(numbers)
}
