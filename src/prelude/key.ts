import { threefry } from './threefry.ts'

/** A splittable random seed: a value, never a generator. Whoever needs randomness is given a key and folds names into it. */
export interface Key {
  readonly hi: number
  readonly lo: number
}

/** The root key of a seed: any integer that a double holds exactly, seed 0 included. */
export const keyOf = (seed: number): Key => ({ hi: Math.floor(seed / 2 ** 32) >>> 0, lo: seed >>> 0 })

/** Multiplies UTF-16 units into a word (FNV-1a for the usual start and prime). */
const hash = (text: string, start: number, prime: number): number => {
  let h = start
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), prime)
  return h ^ (h >>> 15)
}

const foldNumber = (key: Key, n: number): Key => {
  const [hi, lo] = threefry(key.hi, key.lo, n >>> 0, Math.floor(n / 2 ** 32) >>> 0)
  return { hi, lo }
}

const foldText = (key: Key, text: string): Key => {
  // Two hashes make 63 bits, so that the paths of millions of files stay apart; the highest bit keeps texts apart from numbers.
  const first = hash(text, 0x811c9dc5, 0x01000193)
  const second = hash(text, text.length, 0x85ebca6b)
  const [hi, lo] = threefry(key.hi, key.lo, first, second | 0x80000000)
  return { hi, lo }
}

/**
 * Derives the key of a named part: `fold(key, 'augment', epoch, image, 'weak')`.
 *
 * Laws: deterministic; `fold(fold(k, a), b)` is `fold(k, a, b)`; different paths give independent keys.
 *
 * @param path names and non-negative integers below 2^53, from the general to the particular
 */
export const fold = (key: Key, ...path: readonly (string | number)[]): Key => {
  let folded = key
  for (const part of path) folded = typeof part === 'number' ? foldNumber(folded, part) : foldText(folded, part)
  return folded
}
