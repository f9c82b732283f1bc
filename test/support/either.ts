import * as E from 'fp-ts/lib/Either.js'
import type { UnderstudyError } from '../../src/prelude/errors.ts'
import { render } from '../../src/prelude/render.ts'

/** The value. An error fails the test with its message. */
export const resultOf = <A>(result: E.Either<UnderstudyError, A>): A => {
  if (E.isLeft(result)) throw new Error(render(result.left))
  return result.right
}

/** The message of the error. A value fails the test. */
export const messageOf = (result: E.Either<UnderstudyError, unknown>): string => {
  if (E.isRight(result)) throw new Error(`Expected an error, received ${JSON.stringify(result.right)}`)
  return render(result.left)
}

/** The value. Errors fail the test with their messages. */
export const resultsOf = <A>(result: E.Either<readonly UnderstudyError[], A>): A => {
  if (E.isLeft(result)) throw new Error(result.left.map(render).join('\n'))
  return result.right
}
