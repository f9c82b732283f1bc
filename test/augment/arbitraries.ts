import * as fc from 'fast-check'
import { apply } from '../../src/augment/apply.ts'
import { type Draw, drawOf } from '../../src/augment/draw.ts'
import type { Primitive } from '../../src/augment/primitive/primitive.ts'
import { pixels, type Raster, raster } from '../../src/image/raster.ts'
import type { Size } from '../../src/image/size.ts'
import { drawPolicy } from '../../src/kind/transform/drawPolicy.ts'
import { transforms } from '../../src/kind/transform/transforms.ts'
import { keyOf } from '../../src/prelude/key.ts'
import { policyOf, refusals, vocabulary } from '../support/vocabulary.ts'

export { policyOf }

/** The messages for a policy that is wrong. */
export const mistakes = (value: unknown): readonly string[] => refusals(vocabulary.policy, value)

/** One draw of a policy from a seed. */
export const drawn = (value: unknown, seed: number, size: Size): Draw => drawPolicy(policyOf(value))(keyOf(seed), size)

/** Pixels without a pattern, from a seed. */
export const noise = (width: number, height: number, channels: 1 | 3, seed: number): Raster =>
  pixels(width, height, channels, (x, y, c) => {
    const mixed = Math.imul(Math.imul(seed + 1, 0x9e3779b1) ^ (x * 7919 + y * 104729 + c * 1299709), 0x85ebca6b)
    return (mixed ^ (mixed >>> 15)) & 255
  })

/** Pixels on a plane, which bilinear sampling reproduces exactly. */
export const ramp = (width: number, height: number): Raster =>
  pixels(width, height, 3, (x, y, c) => 60 + ((3 - c) * 60 * x) / width + ((1 + c) * 20 * y) / height)

export const rasters: fc.Arbitrary<Raster> = fc
  .record({
    width: fc.integer({ min: 1, max: 11 }),
    height: fc.integer({ min: 1, max: 11 }),
    channels: fc.constantFrom(1 as const, 3 as const),
    seed: fc.nat(),
  })
  .map(({ width, height, channels, seed }) => noise(width, height, channels, seed))

/** Square rasters: no transform changes their size. */
export const squares: fc.Arbitrary<Raster> = fc
  .record({ side: fc.integer({ min: 1, max: 11 }), channels: fc.constantFrom(1 as const, 3 as const), seed: fc.nat() })
  .map(({ side, channels, seed }) => noise(side, side, channels, seed))

/** One transform with its defaults, always applied. */
export const transformNames: fc.Arbitrary<string> = fc.constantFrom(...Object.keys(transforms))

export const samePixels = (one: Raster, other: Raster): boolean =>
  one.width === other.width && one.height === other.height && Buffer.from(one.data).equals(Buffer.from(other.data))

/** The differences of two pictures of the same size, value by value. */
export const differences = (one: Raster, other: Raster): readonly number[] =>
  Array.from(one.data, (value, i) => Math.abs(value - other.data[i]!))

/** A gray picture of one row. */
export const row = (...values: readonly number[]): Raster => raster(values.length, 1, 1, Uint8Array.from(values))

/** A color picture of one row. */
export const color = (...values: readonly number[]): Raster => raster(values.length / 3, 1, 3, Uint8Array.from(values))

/** The values of a picture after one primitive. */
export const shown = (primitive: Primitive, image: Raster): readonly number[] =>
  Array.from(apply(drawOf(primitive))(image).data)
