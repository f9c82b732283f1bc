// Covers src/run/stream/progress.ts.
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { Sets } from '../../../src/kind/source/imageSets.ts'
import { runError } from '../../../src/prelude/errors.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { start, usedUpTo } from '../../../src/run/stream/progress.ts'
import { batchOf, samplesOf } from '../../../src/run/stream/samples.ts'
import { beginning } from '../../../src/stream/item.ts'
import { sequenceOf } from '../../../src/stream/sequence.ts'
import { messageOf, resultOf } from '../../support/either.ts'
import { planFrom } from '../../support/pipelines.ts'

const classes = ['dark', 'light']

/** The feed of a flow with these orders and this batch. */
const feedOf = (source: string, orders: string, batch: string) => {
  const plan = planFrom(
    `
name: sampled
models: { student: { network: { smallConv: { channels: [2] } } } }
flows:
  images: [${source}, ${orders} { decode: { size: 8 } }, { batch: ${batch} }]
  train: [{ zip: [images] }, { update: { model: student, loss: { calm: { entropy: { of: images.image } } } } }]
phases: [{ name: train, flow: train, until: { steps: 2 } }]
evaluate: { model: student, decode: { size: 8 }, every: 1 }
`,
    2,
  )
  return plan.flows['train']!.feeds['images']!
}

const image = (index: number) => ({ file: { set: 'labeled', index, path: `${index}.png` }, category: index % 2 })

const sets = (count: number): Sets => ({
  labeled: sequenceOf(Array.from({ length: count }, (_, i) => image(i))),
  unlabeled: sequenceOf([]),
  labeledAmongUnlabeled: false,
  ledger: () => E.left(runError('There is no ledger')),
})

const samplesIn = (orders: string, batch = '{ size: 2 }', count = 5) =>
  samplesOf(feedOf('labeledImages', orders, batch), sets(count), classes)

describe('the samples of a flow', () => {
  test('come in the order that its operators say; an epoch is what the source has', () => {
    const { sequence, images, warnings } = resultOf(samplesIn('{ take: { count: 3 } }, { repeat: { times: 2 } },'))
    const files = Array.from({ length: sequence.length }, (_, i) => sequence.at(keyOf(1), i)['file'])
    expect(files).toEqual([0, 1, 2, 0, 1, 2].map((i) => image(i).file))
    expect([images, warnings]).toEqual([5, []])
  })

  test('may have no end', () => {
    const { sequence, images } = resultOf(samplesIn('shuffle, repeat,'))
    expect([sequence.length, images]).toEqual([Number.POSITIVE_INFINITY, 5])
  })

  test('that fill no batch are an error, unless the last batch is kept', () => {
    expect(messageOf(samplesIn('', '{ size: 6 }'))).toBe(
      'The flow images has 5 images and its batches 6, so none would ever be full. ' +
        'Add repeat to the flow, make the batch smaller, or keep the last one (last: keep)',
    )
    expect(resultOf(samplesIn('', '{ size: 6, last: keep }')).sequence.length).toBe(5)
    expect(resultOf(samplesIn('', '{ size: 5 }')).sequence.length).toBe(5)
  })

  test('of one image are an error where a step tells images apart', () => {
    const apart = (count: number) =>
      samplesOf(
        { ...feedOf('labeledImages', 'repeat,', '{ size: 2 }'), distinct: ['flows', 'train', 'source'] },
        sets(count),
        classes,
      )
    expect(messageOf(apart(1))).toBe(
      'Expected at least two different images at flows.train.source, received one, in the flow images. ' +
        'Add images to what the flow reads',
    )
    expect(E.isRight(apart(2))).toBe(true)
  })

  test('of a ledger that cannot be had are the error of the ledger', () => {
    const feed = feedOf('{ ledgerImages: { ledger: labels } }', '', '{ size: 2 }')
    expect(messageOf(samplesOf(feed, sets(5), classes))).toBe('There is no ledger')
  })
})

test('a flow without a batch is a bug', () => {
  expect(() => batchOf({ ...feedOf('labeledImages', '', '{ size: 2 }').flow, batch: null })).toThrow(
    'Expected a batch in the flow images',
  )
})

test('a sample counts as used with its first part', () => {
  expect(usedUpTo(beginning)).toBe(0)
  expect(usedUpTo({ position: 0, part: 0 })).toBe(1)
  expect(usedUpTo({ position: 6, part: 3 })).toBe(7)
  expect(start).toEqual({ step: 0, origins: {} })
})
