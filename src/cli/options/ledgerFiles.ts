import * as E from 'fp-ts/lib/Either.js'
import { show } from '../../codec/index.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'

/**
 * The files that `--ledger NAME=FILE` names, by ledger.
 *
 * @example
 * ledgerFiles(['labels=a.jsonl']) // => { _tag: 'Right', right: { labels: 'a.jsonl' } }
 * ledgerFiles(['labels']).left[0].expected // => 'NAME=FILE'
 *
 * @param options the values of the options, one for each ledger
 */
export const ledgerFiles = (
  options: readonly string[],
): E.Either<readonly DeclarationError[], Readonly<Record<string, string>>> => {
  const pairs = options.map((text) => ({ text, at: text.indexOf('=') }))
  const errors = pairs
    .filter(({ text, at }) => at < 1 || at === text.length - 1)
    .map(({ text }) => declarationError({ path: ['--ledger'], expected: 'NAME=FILE', received: show(text) }))
  return errors.length > 0
    ? E.left(errors)
    : E.right(Object.fromEntries(pairs.map(({ text, at }) => [text.slice(0, at), text.slice(at + 1)])))
}
