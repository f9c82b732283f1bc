import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { html, raw } from '../../src/page/html.ts'

test('escapes every value: & < > " in text and attributes', () => {
  expect(html`<p title="${'"'}">${'a & b < c > d'}</p>`.html).toBe('<p title="&quot;">a &amp; b &lt; c &gt; d</p>')
})

test('shows numbers, and an ampersand of an entity as text', () => {
  expect(html`${3}, ${0.5}`.html).toBe('3, 0.5')
  expect(html`${'&lt;'}`.html).toBe('&amp;lt;')
})

test('keeps a template without values, and HTML inside HTML', () => {
  expect(html`<br>`.html).toBe('<br>')
  expect(html`<p>${html`<b>${'<'}</b>`}</p>`.html).toBe('<p><b>&lt;</b></p>')
})

test('joins lists, also of lists, and escapes their items', () => {
  expect(html`${['<', html`<i>`, ['a', 'b']]}`.html).toBe('&lt;<i>ab')
  expect(html`<p>${[]}</p>`.html).toBe('<p></p>')
})

test('raw inserts markup as it is', () => {
  expect(html`<div>${raw('<svg/>')}</div>`.html).toBe('<div><svg/></div>')
})

test('law: no text ends the element or the attribute it stands in', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', '&', 'a', ';', 'lt') }), (text) => {
      const unescaped = html`${text}`.html
        .replaceAll('&quot;', '"')
        .replaceAll('&gt;', '>')
        .replaceAll('&lt;', '<')
        .replaceAll('&amp;', '&')
      return !/[<>"]/.test(html`${text}`.html) && unescaped === text
    }),
    { seed: 901 },
  )
})
