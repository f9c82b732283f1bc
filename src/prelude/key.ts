import { threefry } from './threefry.ts'

/**
 * A splittable random seed: a value, never a generator.
 *
 * Code that draws receives a key and folds names into it.
 */
export interface Key {
  readonly hi: number
  readonly lo: number
}

/**
 * The root key of a seed.
 *
 * @example
 * keyOf(7) // => { hi: 0, lo: 7 }
 *
 * @param seed any integer that a double holds exactly, including 0
 */
export const keyOf = (seed: number): Key => ({ hi: Math.floor(seed / 2 ** 32) >>> 0, lo: seed >>> 0 })

/** Multiplies UTF-16 units into a word. With the usual start and prime this is FNV-1a. */
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
  // Two hashes make 63 bits, enough to keep the paths of millions of files apart.
  // The highest bit keeps texts apart from numbers.
  const first = hash(text, 0x811c9dc5, 0x01000193)
  const second = hash(text, text.length, 0x85ebca6b)
  const [hi, lo] = threefry(key.hi, key.lo, first, second | 0x80000000)
  return { hi, lo }
}

/**
 * Derives the key of a named part: `fold(key, 'augment', epoch, image, 'weak')`.
 *
 * Laws:
 * - Deterministic.
 * - `fold(fold(k, a), b)` is `fold(k, a, b)`.
 * - Different paths give independent keys.
 *
 * @example
 * fold(fold(keyOf(7), 'augment'), 3) // => fold(keyOf(7), 'augment', 3)
 * fold(keyOf(7)) // => keyOf(7)
 *
 * @param path names and non-negative integers below 2^53, from the general to the particular
 */
export const fold = (key: Key, ...path: readonly (string | number)[]): Key => {
  let result = key
  for (const part of path) result = typeof part === 'number' ? foldNumber(result, part) : foldText(result, part)
  return result
}
