import { escapeMarkup } from '../prelude/escapeMarkup.ts'

/** Text that is already HTML. The template `html` escapes everything else. */
export interface Html {
  readonly html: string
}

const isHtml = (value: unknown): value is Html => typeof value === 'object' && value !== null && 'html' in value

const put = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(put).join('')
  return isHtml(value) ? value.html : escapeMarkup(String(value))
}

/**
 * A template that escapes every value, except values that are `Html` themselves.
 *
 * Lists are joined without a separator.
 *
 * @example
 * html`<b>${'a < b'}</b>`.html // => '<b>a &lt; b</b>'
 * html`<ul>${['x', 'y'].map((item) => html`<li>${item}</li>`)}</ul>`.html // => '<ul><li>x</li><li>y</li></ul>'
 */
export const html = (strings: TemplateStringsArray, ...values: readonly unknown[]): Html => ({
  html: strings.reduce((text, part, i) => `${text}${put(values[i - 1])}${part}`),
})

/**
 * Inserts markup as it is, like a drawing of this program. Never use it for text from outside.
 *
 * @example
 * html`<p>${raw('<br>')}</p>`.html // => '<p><br></p>'
 */
export const raw = (markup: string): Html => ({ html: markup })
