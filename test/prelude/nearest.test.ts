import { describe, expect, test } from 'vitest'
import { nearest } from '../../src/prelude/nearest.ts'

describe('nearest', () => {
  test.each([
    ['treshold', ['threshold', 'temperature'], 'threshold', 'an insertion'],
    ['sizze', ['size', 'seed'], 'size', 'a deletion'],
    ['bitch', ['batch', 'zip'], 'batch', 'a substitution'],
    ['btach', ['batch', 'zip'], 'batch', 'a swap of neighbors'],
    ['BATCH', ['zip', 'batch'], 'batch', 'letter case'],
    ['randaugment', ['randAugment'], 'randAugment', 'letter case inside'],
    ['abd', ['abc', 'abe'], 'abc', 'a tie goes to the earlier'],
    ['a', ['b'], 'b', 'one letter may differ however short the name'],
    ['', ['a', 'ab'], 'a', 'an empty name is one letter away'],
  ])('%s among %o: %s (%s)', (name, candidates, expected) => expect(nearest(name, candidates)).toBe(expected))

  test.each([
    ['weight', ['decay', 'rate']],
    ['abc', ['xyz']],
    // 3 of 6 letters differ, more than a third
    ['kitten', ['sitzig']],
    ['anything', []],
  ])('%s among %o: none', (name, candidates) => expect(nearest(name, candidates)).toBeUndefined())
})
