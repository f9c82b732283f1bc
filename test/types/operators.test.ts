import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import type { FieldKind } from '../../src/codec/index.ts'
import {
  count,
  defineOrder,
  defineStage,
  defineStep,
  type Frame,
  field,
  number,
  reads,
  record,
  tagged,
  text,
  writes,
} from '../../src/index.ts'
import type { World } from '../../src/kind/step/world.ts'
import type { Key } from '../../src/prelude/key.ts'

/** What must not compile: the type checker fails this file when one of them does. Nothing here is called. */
const misuses = (frame: Frame, world: World, key: Key): readonly unknown[] => [
  // @ts-expect-error a kind of field that does not exist
  reads('picture'),
  // @ts-expect-error a field is written as one kind only
  writes('image', 'mask'),
  // @ts-expect-error the bounds of a number are numbers
  number({ min: '0' }),
  // @ts-expect-error a field of a record says what it means
  field(count),
  defineStage({
    name: 'bad',
    summary: 'reads a parameter that it does not have',
    params: record({ size: field(count, 'a size') }),
    // @ts-expect-error the parameters have no `sise`
    use: ({ sise }) => ({ infer: () => E.right({}), run: () => (given) => E.right([{ ...given, sise }]) }),
  }),
  defineStage({
    name: 'bad',
    summary: 'gives one frame, not a list',
    params: record({}),
    // @ts-expect-error a stage gives frames or an error
    use: () => ({ infer: () => E.right({}), run: () => (given) => E.right(given) }),
  }),
  defineStep({
    name: 'bad',
    summary: 'gives the batch back as its outcome',
    params: record({}),
    // @ts-expect-error an outcome has no field `batch`
    use: () => ({ infer: () => E.right({}), run: () => (_world, batch) => ({ batch }) }),
  }),
  // @ts-expect-error an order says how it changes samples
  defineOrder({ name: 'bad', summary: 'does nothing', params: text(), use: () => ({ infer: () => E.right({}) }) }),
  // @ts-expect-error a kind is one of a list
  'picture' satisfies FieldKind,
  // @ts-expect-error a choice is among its alternatives
  tagged('a choice', { one: { summary: 'the only one', params: record({}) } }).encode({ name: 'two', params: {} }),
  () => {
    // @ts-expect-error the world is replaced, never changed
    world.models = {}
  },
  () => {
    // @ts-expect-error a key is a value
    key.lo = 1
  },
  () => {
    // @ts-expect-error a frame is never written to
    frame['image'] = 3
  },
]

test('what must not compile does not: the type checker reads this file', () => {
  expect(misuses).toBeTypeOf('function')
})
