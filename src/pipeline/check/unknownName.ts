import type { Mention } from '../../codec/mentions.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { nearest } from '../../prelude/nearest.ts'

/** A name that refers to nothing: what there is, and the nearest of it. */
export const unknownName = (
  noun: string,
  { name, path }: Pick<Mention, 'name' | 'path'>,
  known: readonly string[],
): DeclarationError => {
  const near = nearest(name, known)
  return declarationError({
    path,
    expected: `${noun} (${known.join(', ') || 'the file declares none'})`,
    received: `"${name}"`,
    ...(near === undefined ? {} : { nearest: near }),
  })
}
