import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { decode } from '../codec/index.ts'
import type { AnyOperator } from '../operator/definition.ts'
import type { Dim } from '../operator/fieldType.ts'
import type { DeclarationError } from '../prelude/errors.ts'
import { check } from './check.ts'
import { type Override, override } from './override.ts'
import type { Plan } from './plan.ts'
import { readSource, type SourceText } from './source.ts'
import { specCodec } from './spec.ts'
import { substitute } from './substitute.ts'

const withPositions =
  (source: SourceText) =>
  (errors: readonly DeclarationError[]): readonly DeclarationError[] =>
    errors.map((error) => {
      const position = error.position ?? source.positionOf(error.path, error.onKey)
      return position === undefined || error.path[0]?.startsWith('--') ? error : { ...error, position }
    })

/**
 * From the text of a pipeline file to a checked plan; or every mistake in it, each with the place where it stands.
 *
 * @param file the name that messages show
 * @param overrides values of the command line, in the order in which they were given
 */
export const load = (
  file: string,
  text: string,
  operators: Readonly<Record<string, AnyOperator>>,
  overrides: readonly Override[] = [],
  classes: Dim = 'classes',
): E.Either<readonly DeclarationError[], Plan> =>
  pipe(
    readSource(file, text),
    E.chain((source) =>
      pipe(
        override(overrides)(source.data),
        E.chain(substitute),
        E.chain(decode(specCodec(operators))),
        E.chain((spec) => check(spec, operators, classes)),
        E.mapLeft(withPositions(source)),
      ),
    ),
  )
