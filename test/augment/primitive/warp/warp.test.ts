import { expect, test } from 'vitest'
import { shift } from '../../../../src/augment/primitive/warp/matrix.ts'
import { warp } from '../../../../src/augment/primitive/warp/warp.ts'
import { noise } from '../../arbitraries.ts'

const from = { width: 8, height: 6 }

test('gives an output of the size of the source by default, or of another size', () => {
  const options = { border: 127, interpolation: 'nearest' } as const
  expect(warp(shift(1, 0), from, options)).toEqual({
    kind: 'warp',
    size: from,
    interpolation: 'nearest',
    links: [{ matrix: shift(1, 0), from, border: 127 }],
  })
  const half = warp(shift(1, 0), from, { ...options, size: { width: 4, height: 3 } })
  expect([half.size, half.links[0]!.from]).toEqual([{ width: 4, height: 3 }, from])
})

test('keeps the sizes of a picture, not the picture', () => {
  const options = { border: 'edge', interpolation: 'bilinear' } as const
  const picture = noise(8, 6, 1, 1)
  expect(warp(shift(0, 0), picture, { ...options, size: picture })).toEqual(warp(shift(0, 0), from, options))
})
