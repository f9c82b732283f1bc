// Covers src/kind/step/update/term.ts.
import { sum, type Tensor1D } from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import type { HeadFacts } from '../../../../src/kind/field/facts.ts'
import type { FieldTypes } from '../../../../src/kind/field/fieldType.ts'
import { output } from '../../../../src/kind/loss/input.ts'
import { defineLoss } from '../../../../src/kind/loss/loss.ts'
import { builtIn } from '../../../../src/kind/registry.ts'
import { checkTerm } from '../../../../src/kind/step/update/checkTerm.ts'
import { vocabularyOf } from '../../../../src/kind/vocabulary.ts'
import { refusals, written } from '../../../support/vocabulary.ts'
import { contrast } from '../../loss/contrast.ts'

/** Compares every example with all others, so that it needs two at least. */
const spread = defineLoss({
  name: 'spread',
  summary: 'how far examples are from each other',
  inputs: { logits: output() },
  demand: { groups: null, atLeast: 2, members: 1 },
  perExample:
    () =>
    ({ logits }) =>
      sum(logits, 1) as Tensor1D,
})

const { term: codec } = vocabularyOf({ ...builtIn, loss: { ...builtIn.loss, contrast, spread } })

const heads: Readonly<Record<string, HeadFacts>> = {
  label: { size: 3, views: 1 },
  reconstruction: { size: 'pixels', views: 1 },
  embedding: { size: 5, views: 1 },
  open: { size: 'classes', views: 1 },
  pair: { size: 3, views: 2 },
}

const images = (rows: number | string, side = 8) => ({ kind: 'images', shape: [rows, side, side, 1] }) as const

const given: FieldTypes = {
  weak: images(4),
  strong: images(4),
  other: images(6),
  any: images('batch'),
  small: images(4, 2),
  label: { kind: 'distribution', shape: [4, 3] },
  'label.of6': { kind: 'distribution', shape: [6, 3] },
  'label.wide': { kind: 'distribution', shape: [4, 10] },
  keys: { kind: 'embedding', shape: [4, 5] },
  'keys.wide': { kind: 'embedding', shape: [4, 7] },
  memory: { kind: 'embedding', shape: [100, 5] },
  'memory.wide': { kind: 'embedding', shape: [100, 7] },
  mask: { kind: 'mask', shape: [4] },
  'mask.of6': { kind: 'mask', shape: [6] },
}

const complaintsOf = (loss: object, more: object = {}, model = 'student') =>
  checkTerm('one', written(codec, { ...loss, ...more }), model, given, {
    classes: 3,
    heads: { student: heads },
    averages: {},
  })

/** The single complaint about a term, its path below the loss joined by dots. */
const said = (loss: object, more: object = {}) => {
  const complaints = complaintsOf(loss, more)
  expect(complaints.length).toBeLessThan(2)
  return complaints.map(({ path, expected, received }) => [path.join('.'), expected, received])[0]
}

const crossEntropy = (change: object) => ({ crossEntropy: { of: 'weak', target: 'label', ...change } })
const contrastOf = (change: object) => ({ contrast: { of: 'weak', key: 'keys', queue: 'memory', ...change } })

describe('a sound term', () => {
  test.each([
    [crossEntropy({}), {}],
    [crossEntropy({ of: ['weak', 'strong'], head: 'pair' }), {}],
    [crossEntropy({}), { mask: 'mask', over: 'kept' }],
    [contrastOf({}), {}],
    [{ reconstruction: { of: 'strong', target: 'weak' } }, {}],
    [{ entropy: { of: 'weak', head: 'features' } }, {}],
    [{ spread: { of: 'weak' } }, {}],
    // Sizes that are not known agree with any.
    [crossEntropy({ of: 'any' }), { mask: 'mask.of6' }],
    [crossEntropy({ target: 'label.wide', head: 'open' }), {}],
    [{ spread: { of: 'any' } }, {}],
    // What another check reports: heads and fields that are not there.
    [crossEntropy({ head: 'missing' }), {}],
    [crossEntropy({ of: 'missing' }), {}],
    [crossEntropy({ target: 'missing' }), { mask: 'missing' }],
  ])('%j %j', (loss, more) => expect(complaintsOf(loss, more)).toEqual([]))

  test('of a model that is not there is reported elsewhere', () =>
    expect(complaintsOf(crossEntropy({}), {}, 'teacher')).toEqual([]))
})

describe('a field with one value for each example', () => {
  test('has as many rows as the view', () =>
    expect(said(crossEntropy({ target: 'label.of6' }))).toEqual([
      'loss.one.crossEntropy.target',
      'one value for each of the 4 examples of the view',
      'distribution [6, 3]',
    ]))

  test('has as many classes as the head', () =>
    expect(said(crossEntropy({ target: 'label.wide' }))).toEqual([
      'loss.one.crossEntropy.target',
      '3 classes, as the head label of student has',
      'distribution [4, 10]',
    ]))

  test('has as many numbers as the head', () =>
    expect(said(contrastOf({ key: 'keys.wide' }))).toEqual([
      'loss.one.contrast.key',
      '5 numbers, as the head embedding of student has',
      'embedding [4, 7]',
    ]))

  test('is of images with as many values as the head, which has those of the view: 8 * 8', () =>
    expect(said({ reconstruction: { of: 'weak', target: 'small' } })).toEqual([
      'loss.one.reconstruction.target',
      'images of 64 values, as the head reconstruction of student has',
      'images [4, 2, 2, 1]',
    ]))

  test('is measured by the head of two views as by any other', () =>
    expect(said(crossEntropy({ of: ['weak', 'strong'], head: 'pair', target: 'label.wide' }))).toEqual([
      'loss.one.crossEntropy.target',
      '3 classes, as the head pair of student has',
      'distribution [4, 10]',
    ]))
})

describe('a shared field', () => {
  test('may have any number of rows, and as many numbers as the head', () =>
    expect(said(contrastOf({ queue: 'memory.wide' }))).toEqual([
      'loss.one.contrast.queue',
      '5 numbers, as the head embedding of student has',
      'embedding [100, 7]',
    ]))
})

describe('a head', () => {
  test('of one view takes one', () =>
    expect(said(crossEntropy({ of: ['weak', 'strong'] }))).toEqual([
      'loss.one.crossEntropy.of',
      'one view, as the head label of student takes',
      '2: weak, strong',
    ]))

  test('of two views takes two', () => {
    const message = ['loss.one.crossEntropy.of', '2 views, as the head pair of student takes']
    expect(said(crossEntropy({ head: 'pair' }))).toEqual([...message, '1: weak'])
    expect(said(crossEntropy({ head: 'pair', of: ['weak', 'strong', 'weak'] }))).toEqual([
      ...message,
      '3: weak, strong, weak',
    ])
  })

  test('of two views takes views of the same examples', () =>
    expect(said(crossEntropy({ head: 'pair', of: ['weak', 'other'] }))).toEqual([
      'loss.one.crossEntropy.of',
      'views of the same 4 examples, as in weak',
      '"other", which is images [6, 8, 8, 1]',
    ]))
})

describe('a mask', () => {
  test('has one value for each example', () =>
    expect(said(crossEntropy({}), { mask: 'mask.of6' })).toEqual([
      'loss.one.mask',
      'one value for each of the 4 examples of the view',
      'mask [6]',
    ]))
})

describe('a demand', () => {
  test('of two examples refuses a batch of one, at the view', () => {
    const term = written(codec, { spread: { of: 'single' } })
    const facts = { classes: 3, heads: { student: heads }, averages: {} }
    expect(checkTerm('one', term, 'student', { single: images(1) }, facts)).toEqual([
      { path: ['loss', 'one', 'spread', 'of'], expected: 'a batch of at least 2', received: 'a batch of 1' },
    ])
    expect(checkTerm('one', term, 'student', { single: images(2) }, facts)).toEqual([])
  })
})

test('everything that is wrong is reported at once', () =>
  expect(
    complaintsOf(contrastOf({ of: ['weak', 'strong'], key: 'keys.wide', queue: 'memory.wide' }), {
      mask: 'mask.of6',
    }).map(({ path }) => path.join('.')),
  ).toEqual(['loss.one.contrast.of', 'loss.one.contrast.key', 'loss.one.contrast.queue', 'loss.one.mask']))

describe('the codec of a term', () => {
  test('fills in the weight 1, no mask and the mean over all', () =>
    expect(written(codec, { spread: { of: 'weak' } })).toMatchObject({ weight: 1, mask: null, over: 'all' }))

  test.each([
    [{ spread: { of: 'weak' }, over: 'keep' }, 'Expected one of "all", "kept" at over, received "keep"'],
    [
      { spread: { of: 'weak' }, weight: true },
      'Expected a number, a schedule or a field (scalar) at weight, received true',
    ],
    [{ spread: { of: 'weak' }, mask: 3 }, 'Expected a field (mask) at mask, received 3'],
  ])('%j is refused', (data, message) => expect(refusals(codec, data)).toEqual([message]))
})
