import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffLedgers } from '../../../src/data/ledger/diffLedgers.ts'
import { messageOf, resultOf } from '../../support/either.ts'
import { ledgerOf } from '../../support/ledger.ts'

const header = (...classes: readonly string[]) => ({ ledger: 1, classes })

describe('diffLedgers', () => {
  test('counts what is in both, what changed and how', () => {
    const before = ledgerOf([
      header('cat', 'cow', 'dog'),
      { file: '1', label: 'cat', confidence: 0.5, accepted: false },
      { file: '2', label: 'cat', confidence: 0.75 },
      { file: '3', label: 'dog', confidence: 1 },
      { file: '4', label: 'cow', confidence: 0.25, accepted: false },
      { file: '5', label: 'cow' },
    ])
    const after = ledgerOf([
      header('cat', 'cow', 'dog'),
      { file: '4', label: 'cow', confidence: 0.5, accepted: false },
      { file: '3', label: 'cat', confidence: 1, accepted: false },
      { file: '2', label: 'dog', confidence: 0.75 },
      { file: '1', label: 'cat' },
      { file: '1', label: 'dog', confidence: 1 },
      { file: '6', label: 'dog' },
    ])
    expect(resultOf(diffLedgers(before, after))).toEqual({
      images: { before: 5, after: 5, both: 4, onlyBefore: 1, onlyAfter: 1 },
      // 1 and 2: cat to dog; 3: dog to cat; 4 stays cow
      changed: 3,
      moves: [
        { from: 'cat', to: 'dog', images: 2 },
        { from: 'dog', to: 'cat', images: 1 },
      ],
      // accepted before: 2, 3; after: 1, 2
      newlyAccepted: 1,
      noLongerAccepted: 1,
      // of 1 to 4: (0.5 + 0.75 + 1 + 0.25) / 4 and (1 + 0.75 + 1 + 0.5) / 4
      confidence: { before: 0.625, after: 0.8125 },
      classes: [
        { class: 'cat', before: 2, after: 1, acceptedBefore: 1, acceptedAfter: 0 },
        { class: 'cow', before: 2, after: 1, acceptedBefore: 1, acceptedAfter: 0 },
        { class: 'dog', before: 1, after: 3, acceptedBefore: 1, acceptedAfter: 3 },
      ],
    })
  })

  test('an image whose set no row names is the one of the same path, unlabeled before labeled', () => {
    const bare = { file: 'a', label: 'cat' }
    const unlabeled = { file: 'a', set: 'unlabeled', label: 'dog' }
    const labeled = { file: 'a', set: 'labeled', label: 'cow' }
    const other = { file: 'b', label: 'cat' }
    const movesOf = (before: readonly unknown[], after: readonly unknown[]) =>
      resultOf(diffLedgers(ledgerOf([...before, other]), ledgerOf([...after, other]))).moves.map(
        ({ from, to }) => `${from} ${to}`,
      )
    expect(movesOf([bare], [unlabeled])).toEqual(['cat dog'])
    expect(movesOf([bare], [labeled])).toEqual(['cat cow'])
    expect(movesOf([bare], [labeled, unlabeled])).toEqual(['cat dog'])
    expect(movesOf([labeled, unlabeled], [bare])).toEqual(['dog cat'])
    expect(movesOf([labeled], [bare])).toEqual(['cow cat'])
    expect(movesOf([labeled], [unlabeled])).toEqual([])
  })

  test('refuses ledgers of different classes; their order does not matter, and a ledger written by hand may have fewer', () => {
    const labels = (lines: readonly unknown[], name: string) => ledgerOf([...lines, { file: 'a', label: 'cat' }], name)
    const [a, b] = [labels([header('cat', 'dog')], 'a.jsonl'), labels([header('cat', 'cow')], 'b.jsonl')]
    expect(messageOf(diffLedgers(a, b))).toBe(
      `Expected ledgers of the same classes, received ${a.file} with dog, which ${b.file} does not have`,
    )
    const many = labels([header('cat', ...'cdefghi')], 'many.jsonl')
    const few = labels([header('cat')], 'few.jsonl')
    expect(messageOf(diffLedgers(few, many))).toBe(
      `Expected ledgers of the same classes, received ${many.file} with c, d, e, f, g and 2 more, which ${few.file} does not have`,
    )
    const hand = labels([{ file: 'b', label: 'cow' }], 'hand.jsonl')
    expect(messageOf(diffLedgers(a, hand))).toBe(
      `Expected ledgers of the same classes, received ${hand.file} with cow, which ${a.file} does not have`,
    )
    expect(resultOf(diffLedgers(b, hand)).images.both).toBe(1)
    expect(resultOf(diffLedgers(a, labels([header('dog', 'cat')], 'c.jsonl'))).changed).toBe(0)
  })

  test('refuses a ledger of another data set', () => {
    const [a, b] = [ledgerOf([{ file: 'a', label: 'cat' }]), ledgerOf([{ file: 'b', label: 'cat' }])]
    expect(messageOf(diffLedgers(a, b))).toBe(
      `No image is in both ${a.file} (1) and ${b.file} (1). Compare ledgers of the same images: one of these is of another data set`,
    )
  })
})

describe('laws', () => {
  const row = fc.record({
    file: fc.constantFrom('a', 'b', 'c', 'd'),
    label: fc.constantFrom('cat', 'cow', 'dog'),
    confidence: fc.constantFrom(0, 0.25, 1),
    accepted: fc.boolean(),
  })
  const set = fc.constantFrom({}, { set: 'unlabeled' }, { set: 'labeled' })
  const rows = fc
    .array(fc.tuple(row, set), { maxLength: 12 })
    // `e` makes sure that the two have an image in common.
    .map((all) => [...all.map(([one, more]) => ({ ...one, ...more })), { file: 'e', label: 'cat' }])
  const diff = (before: readonly unknown[], after: readonly unknown[]) =>
    resultOf(diffLedgers(ledgerOf(before), ledgerOf(after)))

  test('an image is in both or in one only; the sums of the tables are the counts', () => {
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        const { images, changed, moves, classes } = diff(before, after)
        const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
        return (
          images.both + images.onlyBefore === images.before &&
          images.both + images.onlyAfter === images.after &&
          sum(moves.map((move) => move.images)) === changed &&
          sum(classes.map((one) => one.before)) === images.before &&
          sum(classes.map((one) => one.after)) === images.after
        )
      }),
      { seed: 66, numRuns: 100 },
    )
  })

  test('a ledger does not differ from itself', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const { images, changed, newlyAccepted, noLongerAccepted, confidence } = diff(all, all)
        return (
          images.both === images.before &&
          changed + newlyAccepted + noLongerAccepted === 0 &&
          confidence.before === confidence.after
        )
      }),
      { seed: 67, numRuns: 50 },
    )
  })

  test('exchanging the two exchanges the figures', () => {
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        const [there, back] = [diff(before, after), diff(after, before)]
        return (
          there.images.both === back.images.both &&
          there.images.onlyBefore === back.images.onlyAfter &&
          there.changed === back.changed &&
          there.newlyAccepted === back.noLongerAccepted &&
          there.confidence.before === back.confidence.after
        )
      }),
      { seed: 68, numRuns: 100 },
    )
  })
})
