/**
 * Escapes text so that HTML and SVG show it as it is, in elements and in quoted attributes.
 *
 * @example
 * escapeMarkup('a < b & "c"') // => 'a &lt; b &amp; &quot;c&quot;'
 */
export const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
