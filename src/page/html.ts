/** Text that is HTML already; anything else is escaped when it is put into some. */
export interface Html {
  readonly html: string
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const isHtml = (value: unknown): value is Html => typeof value === 'object' && value !== null && 'html' in value

const put = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(put).join('')
  return isHtml(value) ? value.html : escaped(String(value))
}

/** A template in which every value is escaped, unless it is HTML itself; lists are joined. */
export const html = (strings: TemplateStringsArray, ...values: readonly unknown[]): Html => ({
  html: strings.reduce((text, part, i) => `${text}${put(values[i - 1])}${part}`),
})

/** Markup made elsewhere by this program (a drawing), put in as it is. */
export const raw = (markup: string): Html => ({ html: markup })
