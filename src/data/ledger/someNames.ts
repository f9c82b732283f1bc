const shown = 5

/**
 * Names for a message, which has no room for a thousand: the first five, and how many more there are.
 *
 * @example
 * someNames(['a', 'b', 'c', 'd', 'e', 'f', 'g']) // => 'a, b, c, d, e and 2 more'
 */
export const someNames = (names: readonly string[]): string => {
  const more = names.length - shown
  return `${names.slice(0, shown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
