import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { type DeclarationError, declarationError } from '../prelude/errors.ts'
import type { Problem } from './codec.ts'

const isProblem = (error: t.ValidationError): error is Problem => 'expected' in error

const limit = 60

/**
 * A value as a message shows it: text in quotes, a missing value as "nothing", at most 60 characters.
 *
 * @example
 * show('a') // => '"a"'
 * show(undefined) // => 'nothing'
 * show({ rate: 0.1 }) // => '{"rate":0.1}'
 */
export const show = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  if (Number.isNaN(value)) return 'not a number'
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  const written = JSON.stringify(value) ?? String(value)
  return written.length > limit ? `${written.slice(0, limit - 1)}…` : written
}

const toDeclarationError = (error: t.ValidationError): DeclarationError => {
  const path = error.context.map(({ key }) => key).filter((key) => key !== '')
  if (!isProblem(error)) {
    return declarationError({
      path,
      expected: error.context.at(-1)?.type.name ?? 'another value',
      received: show(error.value),
    })
  }
  const { expected, value, nearest, onKey } = error
  return declarationError({
    path,
    expected,
    received: show(value),
    ...(nearest === undefined ? {} : { nearest }),
    ...(onKey === undefined ? {} : { onKey }),
  })
}

/**
 * Decodes plain data. Reports every mistake, not only the first.
 *
 * @example
 * import { probability } from './combinator/numbers.ts'
 * decode(probability)(0.5) // => { _tag: 'Right', right: 0.5 }
 * decode(probability)(2).left[0].expected // => 'a number from 0 to 1'
 */
export const decode =
  <A>(codec: t.Type<A, unknown, unknown>) =>
  (value: unknown): E.Either<readonly DeclarationError[], A> =>
    E.mapLeft((errors: t.Errors) => errors.map(toDeclarationError))(codec.decode(value))
