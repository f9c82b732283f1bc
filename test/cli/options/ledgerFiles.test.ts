import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { ledgerFiles } from '../../../src/cli/options/ledgerFiles.ts'
import { render } from '../../../src/prelude/render.ts'

test('names come before the first =', () =>
  expect(ledgerFiles(['labels=a.jsonl', 'mine=b=c.jsonl'])).toEqual(E.right({ labels: 'a.jsonl', mine: 'b=c.jsonl' })))

test('both parts must be there', () => {
  const parsed = ledgerFiles(['labels', '=a.jsonl', 'labels='])
  expect(E.isLeft(parsed) && parsed.left.map(render)).toEqual([
    'Expected NAME=FILE at --ledger, received "labels"',
    'Expected NAME=FILE at --ledger, received "=a.jsonl"',
    'Expected NAME=FILE at --ledger, received "labels="',
  ])
})
