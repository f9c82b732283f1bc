import { type DeclarationError, declarationError } from '../prelude/errors.ts'
import type { Spec } from './spec.ts'
import { unknownName } from './unknownName.ts'

const isNumbered = (name: string, phase: string): boolean =>
  name.startsWith(`${phase}-`) && /^\d+$/.test(name.slice(phase.length + 1))

/** The phases of the generations follow each other in the file, and their names with a number added belong to no other. */
export const generationErrors = ({ phases, generations }: Spec): readonly DeclarationError[] => {
  if (generations === null) return []
  const names = phases.map(({ name }) => name)
  const unknown = generations.phases.flatMap((name, i) =>
    names.includes(name) ? [] : [unknownName('a phase', { name, path: ['generations', 'phases', String(i)] }, names)],
  )
  if (unknown.length > 0) return unknown
  const first = names.indexOf(generations.phases[0]!)
  const following = names.slice(first, first + generations.phases.length)
  const received = `[${generations.phases.join(', ')}]`
  const expected = 'phases that follow each other, in the order in which they stand under phases'
  const errors =
    following.join() === generations.phases.join()
      ? []
      : [declarationError({ path: ['generations', 'phases'], expected, received })]
  const numbered = generations.phases.flatMap((name) => names.filter((other) => isNumbered(other, name)))
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
