import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { Shape } from './combinator/shape.ts'

/** What a codec found wrong with one value. */
export interface Problem extends t.ValidationError {
  readonly expected: string
  readonly nearest?: string
  /** True if the key is wrong, unknown or missing, rather than its value. */
  readonly onKey?: boolean
}

/** An io-ts codec that also describes what it accepts: schemas, documents and random values need that. */
export class Codec<A> extends t.Type<A, unknown, unknown> {
  readonly shape: Shape

  constructor(
    name: string,
    shape: Shape,
    is: (u: unknown) => u is A,
    validate: t.Validate<unknown, A>,
    encode: (a: A) => unknown,
  ) {
    super(name, is, validate, encode)
    this.shape = shape
  }
}

/** A codec of any type: every `Codec<A>` is one. Its `encode` takes only values that it decoded itself. */
export interface AnyCodec extends t.Decoder<unknown, unknown> {
  readonly shape: Shape
  readonly is: t.Is<unknown>
  readonly encode: (a: never) => unknown
}

/** A problem with a value, as io-ts reports it. */
export const problem = (
  value: unknown,
  context: t.Context,
  expected: string,
  more: Pick<Problem, 'nearest' | 'onKey'> = {},
): Problem => ({ value, context, message: expected, expected, ...more })

/** A validation that fails with a single problem. */
export const fail = <A>(value: unknown, context: t.Context, expected: string, nearest?: string): t.Validation<A> =>
  E.left([problem(value, context, expected, nearest === undefined ? {} : { nearest })])

/** The context one level deeper, under `key`. */
export const under = (
  context: t.Context,
  key: string,
  codec: t.Decoder<unknown, unknown>,
  actual: unknown,
): t.Context => t.appendContext(context, key, codec, actual)
