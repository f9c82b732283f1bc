import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { stringify } from 'yaml'
import { decode } from '../../codec/index.ts'
import type { Dim } from '../../kind/field/fieldType.ts'
import type { Registry } from '../../kind/registry.ts'
import { type Vocabulary, vocabularyOf } from '../../kind/vocabulary.ts'
import type { DeclarationError } from '../../prelude/errors.ts'
import { check } from '../check/check.ts'
import type { Plan } from '../plan/plan.ts'
import { type Spec, specCodec } from '../spec/spec.ts'
import { bindPhases } from './bindPhases.ts'
import { type Override, override } from './override.ts'
import { declaredPolicies, unusedPolicies } from './policies.ts'
import { readSource, type SourceText } from './source.ts'
import { substitute } from './substitute.ts'

type Path = readonly string[]

/** A pipeline file as `load` read it: its declarations, and the vocabulary that they use. */
export interface Pipeline {
  readonly file: string
  readonly spec: Spec
  readonly vocabulary: Vocabulary
  /** The checked graph, with the number of classes, or the word `classes` while no folder is known. */
  readonly plan: Plan
  /** The graph for a data set with this number of classes. */
  readonly planFor: (classes: number) => E.Either<readonly DeclarationError[], Plan>
}

const isBelow = (path: Path, above: Path): boolean => above.every((part, i) => path[i] === part)

const isPlaced = ({ path }: DeclarationError, overridden: readonly Path[]): boolean =>
  path[0]?.startsWith('--') !== true && !overridden.some((above) => isBelow(path, above))

/**
 * Adds the position in the file. A copied flow has the position of its original; a value of the command line
 * has none.
 */
const withPosition =
  (source: SourceText, overridden: readonly Path[], originals: Readonly<Record<string, string>>) =>
  (error: DeclarationError): DeclarationError => {
    const [section, flow = '', ...rest] = error.path
    const original = section === 'flows' && Object.hasOwn(originals, flow) ? originals[flow]! : flow
    const path = original === flow ? error.path : ['flows', original, ...rest]
    const moved = { ...error, path }
    return isPlaced(moved, overridden) ? { ...moved, position: source.positionOf(path, error.onKey) } : moved
  }

/** Drops repetitions: one mistake may show up in a flow and in its copies. */
const once = (errors: readonly DeclarationError[]): readonly DeclarationError[] => {
  const keyOf = ({ path, expected, received }: DeclarationError) => JSON.stringify([path, expected, received])
  const keys = errors.map(keyOf)
  return errors.filter((_, i) => keys.indexOf(keys[i]!) === i)
}

const read = (
  source: SourceText,
  registry: Registry,
  overrides: readonly Override[],
  classes: Dim,
): E.Either<readonly DeclarationError[], Pipeline> => {
  const overridden = override(source.data, overrides)
  const plain = substitute(overridden.data, source.data)
  const declared = declaredPolicies(plain.data, registry)
  const vocabulary = vocabularyOf(registry, declared.policies)
  const bound = bindPhases(overridden.data, vocabulary)
  const { data } = substitute(bound.data, source.data)
  const early = [
    ...overridden.errors,
    ...plain.errors,
    ...declared.errors,
    ...(declared.errors.length > 0 ? [] : unusedPolicies(plain.data)),
    ...bound.errors,
  ]
  const isNew = ({ path }: DeclarationError): boolean => !early.some((error) => error.path.join() === path.join())
  return pipe(
    decode(specCodec(vocabulary))(data),
    E.chain((spec) =>
      E.map((plan: Plan): Pipeline => {
        const planFor = (count: number) => check(spec, vocabulary, count)
        return { file: source.file, spec, vocabulary, plan, planFor }
      })(check(spec, vocabulary, classes)),
    ),
    E.fold(
      (errors) => E.left([...early, ...errors.filter(isNew)]),
      (pipeline) => (early.length > 0 ? E.left(early) : E.right(pipeline)),
    ),
    E.mapLeft((errors) => once(errors.map(withPosition(source, overridden.paths, bound.originals)))),
  )
}

/**
 * Reads the text of a pipeline file. The result is a checked pipeline, or every mistake with its position.
 *
 * @param file the name of the file, for messages
 * @param registry the units that the file may name: ours, and those of its modules (see `withUserUnits`)
 * @param overrides values of the command line, in order; later ones win
 * @param classes the number of classes, or `classes` while no folder is known
 */
export const load = (
  file: string,
  text: string,
  registry: Registry,
  overrides: readonly Override[] = [],
  classes: Dim = 'classes',
): E.Either<readonly DeclarationError[], Pipeline> =>
  pipe(
    readSource(file, text),
    E.chain((source) => read(source, registry, overrides, classes)),
  )

/**
 * Writes a pipeline as a file again, with every default. Parameters and policies stand where the file used
 * them.
 */
export const resolvedText = ({ spec, vocabulary }: Pick<Pipeline, 'spec' | 'vocabulary'>): string => {
  const {
    params: _,
    policies: __,
    ...encoded
  } = specCodec(vocabulary).encode(spec) as Readonly<Record<string, unknown>>
  // A policy in two places is one object: without this, the text would hold YAML anchors.
  return stringify(encoded, { aliasDuplicateObjects: false })
}
