// Covers src/augment/primitive/blur.ts, src/augment/primitive/warp/resample.ts, src/augment/primitive/lookup.ts.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { apply } from '../../src/augment/apply.ts'
import { drawOf } from '../../src/augment/draw.ts'
import { type Interpolation, warp } from '../../src/augment/primitive/warp/warp.ts'
import { withChannels } from '../../src/image/luma.ts'
import { type Channels, type Raster, raster } from '../../src/image/raster.ts'
import { type RandOperation, randOperations } from '../../src/kind/transform/randOperation.ts'
import { drawn } from './arbitraries.ts'

interface Reference {
  readonly sources: Readonly<Record<string, { width: number; height: number; channels: Channels; pixels: string }>>
  readonly operations: readonly {
    readonly operation: RandOperation
    readonly source: string
    readonly strength: number
    readonly interpolation: Interpolation
    readonly pixels: string
  }[]
  readonly perspective: {
    readonly coefficients: readonly number[]
    readonly nearest: string
    readonly bilinear: string
  }
  readonly equalize: { width: number; height: number; channels: Channels; pixels: string; equalized: string }
  readonly luma: Readonly<Record<string, string>>
  readonly hsv: {
    readonly colors: string
    readonly cases: readonly {
      readonly hue: number
      readonly saturation: readonly [number, number, number]
      readonly value: readonly [number, number, number]
      readonly pixels: string
    }[]
  }
  readonly crops: readonly { source: string; at: string; share: number; pixels: string }[]
  readonly gaussianBlur: readonly { source: string; sigma: number; radius: number; pixels: string }[]
}

// Written by fixtures/reference/augment.py. The file names the versions of its tools.
const reference: Reference = JSON.parse(readFileSync('fixtures/reference/augment.json', 'utf8'))

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))

const source = (name: string): Raster => {
  const { width, height, channels, pixels } = reference.sources[name]!
  return raster(width, height, channels, bytes(pixels))
}

/**
 * The largest difference of two pictures in gray levels, and the share of values that differ by more than
 * `allowed`.
 */
const apart = (actual: Uint8Array, hex: string, allowed: number) => {
  const expected = bytes(hex)
  expect(actual).toHaveLength(expected.length)
  const differences = Array.from(actual, (value, i) => Math.abs(value - expected[i]!))
  return {
    largest: Math.max(...differences),
    beyond: differences.filter((d) => d > allowed).length / differences.length,
  }
}

describe('the operations of RandAugment against Pillow', () => {
  const exact: readonly RandOperation[] = [
    'autoContrast',
    'brightness',
    'contrast',
    'equalize',
    'identity',
    'invert',
    'posterize',
    'solarize',
  ]

  test.each(reference.operations)('$operation of $source at $strength, $interpolation', (recorded) => {
    const picture = source(recorded.source)
    const { operation, strength, interpolation, pixels } = recorded
    const setting = { size: picture, fill: 127, interpolation, translate: 0.3 }
    const { data } = apply(drawOf(...randOperations[operation](strength, setting)))(picture)
    if (exact.includes(operation)) expect(apart(data, pixels, 0)).toEqual({ largest: 0, beyond: 0 })
    // Pillow rounds the gray or the smooth picture before it blends, and truncates the blend.
    else if (operation === 'color' || operation === 'sharpness')
      expect(apart(data, pixels, 1).largest).toBeLessThanOrEqual(1)
    // For nearest, Pillow computes coordinates in fixed point: a source on the line between two pixels may
    // fall on the other side.
    else if (interpolation === 'nearest') expect(apart(data, pixels, 0).beyond).toBeLessThanOrEqual(0.01)
    else expect(apart(data, pixels, 1)).toEqual({ largest: expect.any(Number), beyond: 0 })
  })
})

describe('equalize against Pillow', () => {
  test('a picture of 768 pixels, dark values frequent', () => {
    const { width, height, channels, pixels, equalized } = reference.equalize
    const { data } = apply(drawOf({ kind: 'equalize' }))(raster(width, height, channels, bytes(pixels)))
    expect(apart(data, equalized, 0)).toEqual({ largest: 0, beyond: 0 })
  })
})

describe('a projective warp against Pillow', () => {
  test.each(['nearest', 'bilinear'] as const)('%s', (interpolation) => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = reference.perspective.coefficients
    const picture = source('smooth')
    const { data } = apply(drawOf(warp([a, b, c, d, e, f, g, h, 1], picture, { border: 127, interpolation })))(picture)
    expect(apart(data, reference.perspective[interpolation], 1).beyond).toBe(0)
  })
})

describe('stated crops against Pillow', () => {
  test.each(reference.crops)('$at of $source, $share of each side', ({ source: name, at, share, pixels }) => {
    const picture = source(name)
    // Pillow rounds to whole gray levels between its two passes, and its weights to 22 bits.
    expect(apart(apply(drawn({ cropAt: { at, share } }, 1, picture))(picture).data, pixels, 1).beyond).toBe(0)
  })
})

describe('luma against Pillow', () => {
  test.each(Object.keys(reference.sources))('%s', (name) => {
    expect(apart(withChannels(1)(source(name)).data, reference.luma[name]!, 0)).toEqual({ largest: 0, beyond: 0 })
  })
})

describe('hue, saturation and value against colorsys', () => {
  const level = ([power, gain, offset]: readonly [number, number, number]) => ({ power, gain, offset })

  test.each(reference.hsv.cases)(
    'hue $hue, saturation $saturation, value $value',
    ({ hue, saturation, value, pixels }) => {
      const colors = bytes(reference.hsv.colors)
      const draw = drawOf({ kind: 'hsv', hue, saturation: level(saturation), value: level(value) })
      const { data } = apply(draw)(raster(colors.length / 3, 1, 3, colors))
      // A channel that ends in .5 before rounding may go either way.
      expect(apart(data, pixels, 1).beyond).toBe(0)
      expect(apart(data, pixels, 0).beyond).toBeLessThanOrEqual(0.002)
    },
  )
})

describe('Gaussian blur against the direct sum', () => {
  test.each(reference.gaussianBlur)('$source, sigma $sigma', ({ source: name, sigma, radius, pixels }) => {
    const { data } = apply(drawOf({ kind: 'blur', sigma, radius }))(source(name))
    // The separable sum keeps single precision between its passes: a value at a half may round the other way.
    expect(apart(data, pixels, 1).beyond).toBe(0)
    expect(apart(data, pixels, 0).beyond).toBeLessThanOrEqual(0.005)
  })
})
