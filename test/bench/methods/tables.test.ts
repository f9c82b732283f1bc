import { expect, test } from 'vitest'
import type { Result } from '../../../bench/methods/result.ts'
import { summarize } from '../../../bench/methods/summary.ts'
import { markdownTable, textTable } from '../../../bench/methods/tables.ts'

const result = (method: string, seed: number, accuracy: number, imagesPerSecond: number | null = 1000): Result => ({
  setting: 'few',
  method,
  seed,
  values: {},
  threads: 1,
  commit: 'abc',
  backend: 'cpu',
  steps: method === 'vat' ? 40 : 400,
  accuracy,
  figures: [],
  seconds: 2,
  imagesPerSecond,
})

const results = [
  result('supervised', 1, 0.5),
  result('supervised', 2, 0.6, 500),
  result('vat', 2, 0.66, null),
  result('vat', 1, 0.58, 300.4),
  result('vat', 3, 0.62, null),
  result('fix-match', 2, 0.55),
  { ...result('fix-match', 1, 0.9), setting: 'many' },
]
const methods = ['supervised', 'fix-match', 'vat', 'pseudo-label']

test('a summary has a row for each method with results, in order, and pairs gains by seed', () => {
  const [supervised, fixMatch, vat, ...others] = summarize(results, 'few', methods)
  expect(others).toEqual([])
  expect(supervised).toMatchObject({ method: 'supervised', seeds: [1, 2], gain: null, gainError: null, steps: [400] })
  expect(supervised!.mean).toBeCloseTo(0.55, 12)
  expect(supervised!.imagesPerSecond).toBe(750)
  expect(fixMatch).toMatchObject({ seeds: [2], deviation: null, gainError: null })
  expect(fixMatch!.gain).toBeCloseTo(-0.05, 12)
  expect(vat).toMatchObject({ seeds: [1, 2, 3], steps: [40], imagesPerSecond: 300.4 })
  expect(vat!.deviation).toBeCloseTo(0.04, 12)
  // 0.58 - 0.5 and 0.66 - 0.6; seed 3 has no partner. Deviation 0.02 / sqrt(2), by sqrt(2).
  expect(vat!.gain).toBeCloseTo(0.07, 12)
  expect(vat!.gainError).toBeCloseTo(0.01, 12)
})

test('without the supervised arm there is no gain', () => {
  expect(summarize(results, 'many', methods)).toMatchObject([{ method: 'fix-match', gain: null, gainError: null }])
})

test('tables for a terminal and for a page', () => {
  const rows = summarize(results, 'few', methods)
  expect(textTable(rows)).toBe(
    [
      'method        seeds  test accuracy  deviation  gain over supervised  steps  images/s',
      'supervised     1, 2        55.00 %       7.07                     -    400       750',
      'fix-match         2        55.00 %          -                 -5.00    400      1000',
      'vat         1, 2, 3        62.00 %       4.00          +7.00 ± 1.00     40       300',
    ].join('\n'),
  )
  expect(markdownTable(rows)).toBe(
    [
      '| method | seeds | test accuracy | deviation | gain over supervised | steps | images/s |',
      '|---|---|---|---|---|---|---|',
      '| supervised | 1, 2 | 55.00 % | 7.07 | - | 400 | 750 |',
      '| fix-match | 2 | 55.00 % | - | -5.00 | 400 | 1000 |',
      '| vat | 1, 2, 3 | 62.00 % | 4.00 | +7.00 ± 1.00 | 40 | 300 |',
    ].join('\n'),
  )
})
