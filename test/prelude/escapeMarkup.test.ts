import { expect, test } from 'vitest'
import { escapeMarkup } from '../../src/prelude/escapeMarkup.ts'

test.each([
  ['', ''],
  ['plain text', 'plain text'],
  ['<b title="x">', '&lt;b title=&quot;x&quot;&gt;'],
  ['&lt;', '&amp;lt;'],
])('%o becomes %o', (text, escaped) => expect(escapeMarkup(text)).toBe(escaped))
