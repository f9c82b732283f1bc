import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { decode } from '../../codec/index.ts'
import type { AnyOperator } from '../../kind/definition.ts'
import type { Dim } from '../../kind/field/fieldType.ts'
import type { DeclarationError } from '../../prelude/errors.ts'
import { check } from '../check/check.ts'
import type { Plan } from '../plan/plan.ts'
import { specCodec } from '../spec/spec.ts'
import { type Override, override } from './override.ts'
import { readSource, type SourceText } from './source.ts'
import { substitute } from './substitute.ts'

type Path = readonly string[]

const isBelow = (path: Path, above: Path): boolean => above.every((part, i) => path[i] === part)

const isPlaced = ({ path }: DeclarationError, overridden: readonly Path[]): boolean =>
  path[0]?.startsWith('--') !== true && !overridden.some((above) => isBelow(path, above))

/** Adds where a mistake stands in the file, unless it came from the command line. */
const withPosition =
  (source: SourceText, overridden: readonly Path[]) =>
  (error: DeclarationError): DeclarationError =>
    isPlaced(error, overridden) ? { ...error, position: source.positionOf(error.path, error.onKey) } : error

const planOf = (
  source: SourceText,
  operators: Readonly<Record<string, AnyOperator>>,
  overrides: readonly Override[],
  classes: Dim,
): E.Either<readonly DeclarationError[], Plan> => {
  const overridden = override(source.data, overrides)
  const substituted = substitute(overridden.data, source.data)
  const early = [...overridden.errors, ...substituted.errors]
  const isNew = ({ path }: DeclarationError): boolean => !early.some((told) => told.path.join() === path.join())
  return pipe(
    decode(specCodec(operators))(substituted.data),
    E.chain((spec) => check(spec, operators, classes)),
    E.fold(
      (errors) => E.left([...early, ...errors.filter(isNew)]),
      (plan) => (early.length > 0 ? E.left(early) : E.right(plan)),
    ),
    E.mapLeft((errors) => errors.map(withPosition(source, overridden.paths))),
  )
}

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
    E.chain((source) => planOf(source, operators, overrides, classes)),
  )
