import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import type { Spec } from '../spec/spec.ts'
import { unknownName } from './unknownName.ts'

const isNumbered = (name: string, phase: string): boolean =>
  name.startsWith(`${phase}-`) && /^\d+$/.test(name.slice(phase.length + 1))

/**
 * Checks the phases that the file repeats.
 *
 * - Fails if they do not follow each other in the file.
 * - Fails if another phase has the name of a generation, such as `student-2`.
 */
export const repeatedErrors = ({ phases, repeated }: Spec): readonly DeclarationError[] => {
  if (repeated === null) return []
  const names = phases.map(({ name }) => name)
  const unknown = repeated.phases.flatMap((name, i) =>
    names.includes(name) ? [] : [unknownName('a phase', { name, path: ['repeated', 'phases', String(i)] }, names)],
  )
  if (unknown.length > 0) return unknown
  const first = names.indexOf(repeated.phases[0]!)
  const following = names.slice(first, first + repeated.phases.length)
  const received = `[${repeated.phases.join(', ')}]`
  const expected = 'phases that follow each other, in the order in which they stand under phases'
  const errors =
    following.join() === repeated.phases.join()
      ? []
      : [declarationError({ path: ['repeated', 'phases'], expected, received })]
  const numbered = repeated.phases.flatMap((name) => names.filter((other) => isNumbered(other, name)))
  return [
    ...errors,
    ...numbered.map((name) =>
      declarationError({
        path: ['phases', String(names.indexOf(name)), 'name'],
        expected: 'a name that no generation of another phase has',
        received: `"${name}"`,
      }),
    ),
  ]
}
