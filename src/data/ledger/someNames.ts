const shown = 5

/** Names for a message, which has no room for a thousand: the first five, and how many more there are. */
export const someNames = (names: readonly string[]): string => {
  const more = names.length - shown
  return `${names.slice(0, shown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
