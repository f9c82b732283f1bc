// Covers src/testing/paramsOf.ts, src/testing/sampleModel.ts.
import { isDeepStrictEqual } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, expect, test } from 'vitest'
import { type FieldKind, field, reads, record, writes } from '../../src/codec/index.ts'
import { fieldKinds } from '../../src/kind/field/fieldKinds.ts'
import { sgd } from '../../src/kind/optimizer/sgd.ts'
import { keyOf } from '../../src/prelude/key.ts'
import { paramsOf } from '../../src/testing/paramsOf.ts'
import { givenTypes, hasType, namesFit, sampleBatch, sampleFacts, sampleFrame } from '../../src/testing/sample.ts'
import { sampleModel } from '../../src/testing/sampleModel.ts'
import { useBackend } from '../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const reader = (kind: FieldKind) => ({
  params: record({
    from: field(reads(kind), 'what it reads'),
    writes: field(writes(kind), 'what it writes'),
  }),
  use: () => undefined,
})

const kinds = Object.keys(fieldKinds) as readonly FieldKind[]

test.each(kinds)('a sample of the kind %s has its type, and is the same for the same key', (kind) => {
  const types = givenTypes(reader(kind), { from: 'a', writes: 'b' })
  expect(Object.keys(types)).toEqual(['a'])
  const draw = () => sampleFrame(types, 'some.png', keyOf(3))['a']
  const [first, second] = [draw(), draw()]
  expect(hasType(first, types['a']!)).toBe(true)
  const values = (value: unknown) =>
    typeof value === 'object' && value !== null && 'dataSync' in value
      ? (value as { readonly dataSync: () => unknown }).dataSync()
      : value
  expect(isDeepStrictEqual(values(first), values(second))).toBe(true)
})

test('a batch has the tensors of its fields', () => {
  const { mask } = sampleBatch({ mask: { kind: 'mask', shape: ['batch'] } }, keyOf(1))
  expect((mask as { readonly shape: readonly number[] }).shape).toEqual([4])
})

test('names fit where a check would let them pass', () => {
  const unit = reader('image')
  const fits = (params: unknown) => namesFit(unit, params, givenTypes(unit, params))
  expect(fits({ from: 'a', writes: 'b' })).toBe(true)
  expect(fits({ from: 'a', writes: 'a' })).toBe(false)
})

test('parameters are decoded with the schedules of Understudy', () => {
  const decoded = paramsOf(sgd).decode({ rate: { cosine: { peak: 0.1 } } })
  expect(E.isRight(decoded) && decoded.right.rate).toMatchObject({ kind: 'schedule', name: 'cosine' })
})

test('the model of every law has the heads and averages that the facts tell', () => {
  expect(Object.keys(sampleModel.network.heads)).toEqual(Object.keys(sampleFacts.heads['student']!))
  expect(sampleModel.averages).toEqual(sampleFacts.averages['student'])
})
