import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { choice, count, either, field, flag, number, optional, reads, record } from '../../codec/index.ts'
import { someNames } from '../../data/ledger/someNames.ts'
import { runError } from '../../prelude/errors.ts'
import { fold, type Key, keyOf } from '../../prelude/key.ts'
import { permutation } from '../../prelude/permutation.ts'
import type { Sequence } from '../../stream/sequence.ts'
import { type Frame, numberOf } from '../field/frame.ts'
import { defineOrder, type OrderParts } from './order.ts'

const Params = record({
  by: field(reads('category'), 'the class', 'label'),
  rank: field(
    optional(reads('share')),
    'which samples a class above its quota keeps: those with the highest share, whole bins at a time; null: any',
    null,
  ),
  quota: field(
    either('average or a number of samples', choice('average'), count),
    'samples per class; average: the average size of the classes',
    'average',
  ),
  bin: field(number({ min: 1e-6, max: 1 }), 'bin width; shares in one bin count as equal', 0.01),
  duplicate: field(flag, 'whether a class below its quota repeats its samples', true),
})

type Balance = t.TypeOf<typeof Params>

/** The positions of the usable samples of one class, and how many to take, each about equally often. */
interface Share {
  readonly positions: Uint32Array
  readonly size: number
}

/** A key for reading labels and shares. Only draws depend on a key, and reading a frame draws nothing. */
const unkeyed = keyOf(0)

/** The bin of a share. The factor lifts quotients just below a whole number: 0.57 / 0.01 is 56.99... */
const binIn = (share: number, bin: number): number => Math.floor((share / bin) * (1 + 4 * Number.EPSILON))

/** Walks down from the highest bin until the quota is full, and takes the last bin whole. */
const mostConfident = (positions: readonly number[], shares: readonly number[], quota: number, bin: number) => {
  const binOf = (position: number): number => binIn(shares[position]!, bin)
  const sorted = positions.map(binOf).sort((a, b) => b - a)
  const lowest = sorted[Math.min(quota, sorted.length) - 1]!
  return positions.filter((position) => binOf(position) >= lowest)
}

const shareOf = (
  { quota, bin, rank, duplicate }: Balance & { readonly quota: number },
  positions: readonly number[],
  shares: readonly number[],
): Share => {
  const fitting = rank === null ? positions : mostConfident(positions, shares, quota, bin)
  return { positions: Uint32Array.from(fitting), size: duplicate ? quota : Math.min(quota, fitting.length) }
}

/** The sample of a class at one place of its share: whole rounds first, then a random part of the class. */
const positionIn = ({ positions }: Share, key: Key, place: number): number => {
  const rounds = Math.floor(place / positions.length)
  const rest = place - rounds * positions.length
  return positions[permutation(fold(key, 'balance', rounds), positions.length)(rest)]!
}

const sequenceOfShares = (samples: Sequence<Frame>, shares: readonly Share[]): Sequence<Frame> => {
  const starts = [0]
  for (const { size } of shares) starts.push(starts.at(-1)! + size)
  return {
    length: starts.at(-1)!,
    at: (key, position) => {
      const index = starts.findIndex((start) => start > position) - 1
      const share = shares[index]!
      return samples.at(key, positionIn(share, fold(key, index), position - starts[index]!))
    },
  }
}

/** Warns of classes without any sample. Only the classes of the run have names; others show their index. */
const emptyQuotas = (byClass: ReadonlyMap<number, unknown>, by: string, { id, given, classes }: OrderParts) => {
  const [size] = given[by]!.shape
  const names = size === classes.length ? classes : Array.from({ length: Number(size) }, (_, category) => `${category}`)
  const missing = names.filter((_, category) => !byClass.has(category))
  return missing.length === 0 ? [] : [`${id}: no sample is labeled ${someNames(missing)}, so this quota stays empty`]
}

/**
 * Takes the same number of samples, the quota, from each class.
 *
 * - A class above its quota keeps the most confident bins that fill it. A keyed draw thins them out.
 * - A class below its quota repeats its samples. A keyed draw picks those of the last round.
 * - A class without samples stays empty, with a warning before the first step.
 * - Each repetition makes new draws.
 *
 * Laws: with `duplicate`, every class that has samples gets exactly `quota` of them; how often two samples of
 * a class come differs by at most one.
 *
 * Paper: Xie et al., Noisy Student, CVPR 2020, section 3.1; thresholds from bins of 0.01 as in the released
 * code. Departures: a class has exactly its quota, while the code reaches it in expectation; each repetition
 * draws the samples to drop, while the code draws them once.
 */
export const balance = defineOrder({
  name: 'balance',
  summary: 'takes the same number of samples from each class, most confident first',
  paper: 'Xie et al., Noisy Student, CVPR 2020, section 3.1',
  params: Params,
  use: (params) => ({
    needsEnd: true,
    apply: (parts) => (samples) => {
      const byClass = new Map<number, number[]>()
      const shares: number[] = []
      for (let position = 0; position < samples.length; position++) {
        const frame = samples.at(unkeyed, position)
        const category = numberOf(frame, params.by)
        const members = byClass.get(category)
        if (members === undefined) byClass.set(category, [position])
        else members.push(position)
        if (params.rank !== null) shares.push(numberOf(frame, params.rank))
      }
      if (byClass.size === 0) {
        return E.left(
          runError(
            'No sample is left to balance: no label was accepted, so nothing can fill a quota',
            'Accept labels of lower confidence, or train the teacher longer',
          ),
        )
      }
      const quota = params.quota === 'average' ? Math.floor(samples.length / byClass.size) : params.quota
      const classes = [...byClass].sort(([a], [b]) => a - b)
      return E.right({
        ...sequenceOfShares(
          samples,
          classes.map(([, positions]) => shareOf({ ...params, quota }, positions, shares)),
        ),
        warnings: emptyQuotas(byClass, params.by, parts),
      })
    },
  }),
})
