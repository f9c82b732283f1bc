import { describe, expect, test } from 'vitest'
import { pixels } from '../../../src/image/raster.ts'
import { collate } from '../../../src/kind/field/collate.ts'
import { stackOf } from '../../../src/kind/field/frame.ts'
import { views } from '../../../src/kind/stage/views.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { useBackend } from '../../support/useBackend.ts'
import { using } from '../../support/vocabulary.ts'

await useBackend('cpu')

const turns = [{ rotate90: { turns: 0 } }, { rotate90: { turns: 1 } }]
const crops = [{ cropAt: { at: 'topLeft', share: 0.5, size: 1 } }, { cropAt: { at: 'topRight', share: 0.5, size: 1 } }]
const viewsOf = (given: Readonly<Record<string, unknown>>) => using(views, { writes: 'shown', ...given })
const resources = { kept: () => null }
const facts = { classes: 10, heads: {}, averages: {} }

// 1 2
// 3 4
const image = pixels(2, 2, 1, (x, y) => 1 + x + 2 * y)

const run = (given: Readonly<Record<string, unknown>>, frame = { image, label: 7 }, seed = 1) => {
  const result = viewsOf(given).run(resources)(frame, keyOf(seed))
  return 'then' in result || result._tag === 'Left' ? [] : result.right
}

const shown = (given: Readonly<Record<string, unknown>>) =>
  stackOf(run(given)[0]!, 'shown').map(({ data }) => data.join(' '))

describe('views', () => {
  test('keeps the views of an image together, in one sample, beside all that is known of it', () => {
    const frames = run({ first: turns })
    expect(frames).toHaveLength(1)
    expect(frames[0]).toMatchObject({ image, label: 7 })
    expect(shown({ first: turns })).toEqual(['1 2 3 4', '2 4 1 3'])
  })

  test('crosses two lists: the top left of the turned picture is what was top right', () => {
    expect(shown({ first: turns, next: crops })).toEqual(['1', '2', '2', '4'])
  })

  test('draws every view by a key of its own', () => {
    const noisy = { image: pixels(9, 9, 1, (x, y) => 13 * x + 7 * y) }
    const many = Array.from({ length: 8 }, () => 'rotate90')
    const drawn = stackOf(run({ first: many }, { ...noisy, label: 0 })[0]!, 'shown').map(({ data }) => data.join(' '))
    expect(new Set(drawn).size).toBeGreaterThan(1)
  })

  test('says what it makes, and what it cannot', () => {
    const given = { image: { kind: 'image', shape: [2, 4, 3] } } as const
    expect(viewsOf({ first: [[], 'cropAt'] }).infer(given, facts)).toEqual({
      _tag: 'Right',
      right: { shown: { kind: 'stack', shape: [2, 2, 4, 3] } },
    })
    expect(viewsOf({ first: turns }).infer(given, facts)).toEqual({
      _tag: 'Left',
      left: [{ path: [], expected: 'views of 2 x 4 pixels', received: 'view 2 of 2, which has 4 x 2' }],
    })
  })

  test('is batched as [batch, views, height, width, channels], from -1 to 1', () => {
    const frames = [
      { shown: [pixels(1, 1, 1, () => 0), pixels(1, 1, 1, () => 255)] },
      { shown: [pixels(1, 1, 1, () => 51), pixels(1, 1, 1, () => 204)] },
    ]
    const { shown: joined } = collate({ shown: { kind: 'stack', shape: [2, 1, 1, 1] } }, new Set(['shown']), {
      classes: 2,
    })(frames)
    if (joined === undefined || !('dataId' in joined)) throw new Error('Expected a tensor')
    expect(joined.shape).toEqual([2, 2, 1, 1, 1])
    // 51 / 127.5 - 1 = -0.6
    ;[-1, 1, -0.6, 0.6].forEach((value, i) => {
      expect(joined.dataSync()[i]).toBeCloseTo(value, 6)
    })
    joined.dispose()
  })
})
