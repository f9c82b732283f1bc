import { expect, test } from 'vitest'
import { apply } from '../../../src/augment/apply.ts'
import { pixels } from '../../../src/image/raster.ts'
import { drawPolicy } from '../../../src/kind/transform/drawPolicy.ts'
import { policiesOf, type ViewSet, viewFault, viewSet } from '../../../src/kind/transform/viewSet.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { vocabulary, written } from '../../support/vocabulary.ts'

const setOf = (value: unknown): ViewSet => written(viewSet(vocabulary), value)

const crops = ['topLeft', 'bottomRight'].map((at) => ({ cropAt: { at, share: 0.5, size: 1 } }))
const turns = [[], { rotate90: { turns: 1 } }]

// 1 2
// 3 4
const image = pixels(2, 2, 1, (x, y) => 1 + x + 2 * y)

const shown = (set: unknown): readonly string[] =>
  policiesOf(setOf(set)).map((policy) => apply(drawPolicy(policy)(keyOf(1), image))(image).data.join(' '))

test('a list is as many views as it has policies', () => {
  expect(shown(turns)).toEqual(['1 2 3 4', '2 4 1 3'])
})

test('every one of first is followed by every one of next', () => {
  expect(shown({ first: turns, next: crops })).toEqual(['1', '4', '2', '3'])
  expect(shown({ first: crops })).toEqual(['1', '4'])
})

test('views are of one size, the wanted one where there is one', () => {
  const wide = { width: 4, height: 2 }
  expect(viewFault(setOf(turns), { width: 4, height: 4 })).toBeUndefined()
  expect(viewFault(setOf(turns), wide)).toEqual({
    path: ['1'],
    expected: 'views of 2 x 4 pixels',
    received: 'view 2 of 2, which has 4 x 2',
  })
  expect(viewFault(setOf({ first: turns, next: crops }), wide)).toBeUndefined()
  expect(viewFault(setOf({ first: crops, next: turns }), wide, wide)).toEqual({
    path: [],
    expected: 'views of 2 x 4 pixels',
    received: 'view 1 of 4, which has 1 x 1',
  })
  expect(viewFault(setOf(['rotate90']), wide)).toEqual({
    path: ['0'],
    expected: 'views of one size',
    received: 'view 1 of 1, which has a size that chance decides',
  })
})

test('views write nothing', () => {
  expect(viewFault(setOf([[], { rotate90: { writes: 'turn' } }]), { width: 4, height: 4 })).toEqual({
    path: ['1'],
    expected: 'transforms that write nothing: a field holds one value, and a sample has several views',
    received: 'view 2 of 2, which writes "turn"',
  })
})

test('there is at least one', () => {
  expect(() => setOf([])).toThrow('Expected a list of at least 1, received []')
  expect(() => setOf({ first: crops, next: [] })).toThrow('Expected a list of at least 1 at next, received []')
})
