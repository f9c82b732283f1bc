import type { Mention } from '../../codec/mentions.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { nearest } from '../../prelude/nearest.ts'

/**
 * The error for a name that refers to nothing. It lists the known names and suggests the nearest.
 *
 * @param noun what the name should refer to ("a model")
 */
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
