import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { apply } from '../../../src/augment/apply.ts'
import { drawOf } from '../../../src/augment/draw.ts'
import type { Primitive } from '../../../src/augment/primitive/primitive.ts'
import { region } from '../../../src/augment/primitive/warp/matrix.ts'
import { warp } from '../../../src/augment/primitive/warp/warp.ts'
import { simplify } from '../../../src/augment/simplify.ts'
import { pixels, raster } from '../../../src/image/raster.ts'
import { type FileRef, type Frame, imageOf, numberOf, numbersOf } from '../../../src/kind/field/frame.ts'
import { exemplars } from '../../../src/kind/stage/exemplars.ts'
import { rotations } from '../../../src/kind/stage/rotations.ts'
import { drawPolicy } from '../../../src/kind/transform/drawPolicy.ts'
import type { Policy } from '../../../src/kind/transform/policy.ts'
import { mirrored } from '../../../src/kind/transform/warp/flip.ts'
import { fold, keyOf } from '../../../src/prelude/key.ts'
import { planOf } from '../../support/pipelines.ts'
import { using } from '../../support/vocabulary.ts'

const seed = 31
const facts = { classes: 10, heads: {}, averages: {} }
const resources = { kept: () => null }
const image = pixels(16, 16, 3, (x, y, c) => (x * 13 + y * 7 * c + 40 * c) % 256)
const file: FileRef = { set: 'labeled', index: 5, path: 'labeled/a.png' }
const policy = [{ resizedCrop: { area: [0.05, 1], aspect: [0.75, 1.33] } }, 'hsvJitter', 'flip']

const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error(JSON.stringify(either.left))
  return either.right
}

const exemplarsOf = (more: object = {}) => using(exemplars, { policy, writes: 'instance', ...more })

const instances = (frame: Frame, key = keyOf(1), more: object = {}): readonly Frame[] => {
  const result = exemplarsOf(more).run(resources)(frame, key)
  return 'then' in result ? [] : right(result)
}

const frame: Frame = { image, file, label: 7 }
const shown = (frames: readonly Frame[]) => frames.map((one) => [...imageOf(one, 'instance').data])

describe('exemplars', () => {
  test('makes eight instances of one size, all different, and copies what else is known of the sample', () => {
    const frames = instances(frame)
    expect(new Set(shown(frames).map(String)).size).toBe(8)
    expect(frames.map((one) => numberOf(one, 'label'))).toEqual(Array(8).fill(7))
    expect(frames.map((one) => [imageOf(one, 'instance').width, one['image'], one['file']])).toEqual(
      Array(8).fill([16, image, file]),
    )
  })

  test('draws instance n from the key with n folded in: more instances change nothing about the first', () => {
    expect(shown(instances(frame, keyOf(1), { count: 3 }))).toEqual(shown(instances(frame)).slice(0, 3))
    expect(shown(instances(frame, keyOf(1)))).toEqual(shown(instances(frame)))
    expect(shown(instances(frame, keyOf(2)))).not.toEqual(shown(instances(frame)))
  })

  test('draws independently: half of all pairs of instances agree on being mirrored', () => {
    // 250 images of 8 instances are 7000 pairs; those of one image are not independent, so 0.5 is met within 0.03.
    const slope = pixels(2, 1, 1, (x) => 255 * x)
    const turns = Array.from({ length: 250 }, (_, i) =>
      instances({ image: slope, file }, fold(keyOf(seed), i), { policy: 'flip' }).map(
        (one) => imageOf(one, 'instance').data[0] === 255,
      ),
    )
    const pairs = turns.flatMap((row) => row.flatMap((a, i) => row.slice(i + 1).map((b) => a === b)))
    expect(pairs.length).toBe(7000)
    expect(Math.abs(pairs.filter(Boolean).length / pairs.length - 0.5)).toBeLessThan(0.03)
    const places = Array.from({ length: 8 }, (_, n) => turns.filter((row) => row[n]).length / turns.length)
    expect(places.every((share) => Math.abs(share - 0.5) < 0.1)).toBe(true)
  })

  test('writes down what a policy tells of itself, for each instance', () => {
    const turned = instances(frame, keyOf(3), { policy: { rotate90: { writes: 'turn' } } })
    expect(new Set(turned.map((one) => numberOf(one, 'turn'))).size).toBeGreaterThan(1)
  })
})

describe('law: equal source if and only if same source image', () => {
  /** As a tensor holds it: in 32 bits of floating point. */
  const source = (of: FileRef): string =>
    String(
      Float32Array.from(numbersOf(instances({ ...frame, file: of }, keyOf(1), { count: 1, policy: [] })[0]!, 'source')),
    )

  const files = fc.record({
    set: fc.constantFrom('labeled', 'unlabeled', 'test', 'images'),
    index: fc.oneof(
      fc.nat(3),
      fc.integer({ min: 2 ** 24 - 2, max: 2 ** 24 + 2 }),
      fc.maxSafeNat().map((n) => n % 2 ** 47),
    ),
    path: fc.constantFrom('a.png', 'b.png'),
  })

  test('whatever the folder and its size', () => {
    fc.assert(
      fc.property(
        files,
        files,
        (one, other) => (source(one) === source(other)) === (one.set === other.set && one.index === other.index),
      ),
      { seed, numRuns: 500 },
    )
    // Neighbors beyond 2^24 and 2^53 / 64, which one number of 32 bits would not tell apart.
    for (const index of [2 ** 24, 2 ** 31, 2 ** 40]) {
      expect(source({ ...file, index })).not.toBe(source({ ...file, index: index + 1 }))
    }
  })

  test('also of the instances of one image, of an image that comes twice, and of two images in one batch', () => {
    const batch = [
      ...instances(frame, keyOf(1), { count: 2 }),
      ...instances({ ...frame, file: { ...file, index: 6 } }, keyOf(2), { count: 2 }),
      ...instances(frame, keyOf(3), { count: 2 }),
    ]
    const sources = batch.map((one) => String(numbersOf(one, 'source')))
    expect(sources.map((one) => sources.indexOf(one))).toEqual([0, 0, 2, 2, 0, 0])
  })
})

describe('the check', () => {
  const given = { image: { kind: 'image', shape: [16, 12, 3] }, file: { kind: 'file', shape: [] } } as const

  test('knows how many samples in a row are of one image', () => {
    expect(exemplarsOf({ count: 4, policy: { resizedCrop: { size: 9 } } }).infer(given, facts)).toEqual(
      E.right({
        instance: { kind: 'image', shape: [9, 9, 3] },
        source: { kind: 'vector', shape: [4], run: 4 },
      }),
    )
  })

  test('and that four turns of each make runs four times as long', () => {
    const turned = using(rotations, { from: 'instance', writes: 'rotated' }).infer(
      { instance: { kind: 'image', shape: [9, 9, 3] }, source: { kind: 'vector', shape: [4], run: 4 } },
      facts,
    )
    expect(right(turned)['source']).toEqual({ kind: 'vector', shape: [4], run: 16 })
  })

  test('refuses a policy whose views may differ in size', () => {
    expect(exemplarsOf({ policy: 'rotate90' }).infer(given, facts)).toEqual(
      E.left([
        {
          path: ['policy'],
          expected: 'a policy whose views all have one size',
          received: 'one whose views differ in size',
        },
      ]),
    )
  })
})

describe('crop, then color, then mirror, against numpy and colorsys', () => {
  type Level = readonly [power: number, gain: number, offset: number]

  interface Reference {
    readonly picture: { readonly width: number; readonly height: number; readonly pixels: string }
    readonly cases: readonly {
      readonly part: readonly [number, number, number, number]
      readonly hue: number
      readonly saturation: Level
      readonly value: Level
      readonly mirrored: boolean
      readonly pixels: string
    }[]
  }

  // Made by fixtures/reference/exemplars.py; the file's header says with which versions.
  const reference: Reference = JSON.parse(readFileSync('fixtures/reference/exemplars.json', 'utf8'))
  const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
  const { width, height, pixels: hex } = reference.picture
  const picture = raster(width, height, 3, bytes(hex))
  const level = ([power, gain, offset]: Level) => ({ power: 2 ** power, gain: 2 ** gain, offset })

  test.each(reference.cases)('part $part, hue $hue, mirrored $mirrored', (known) => {
    const [x, y, partWidth, partHeight] = known.part
    const part = region(x, y, { width: partWidth, height: partHeight }, picture)
    const draw = simplify(
      drawOf(
        warp(part, picture, { border: 'edge', interpolation: 'bilinear' }),
        { kind: 'hsv', hue: known.hue, saturation: level(known.saturation), value: level(known.value) },
        ...(known.mirrored ? mirrored(picture).primitives : []),
      ),
    )
    const { data } = apply(draw)(picture)
    const expected = bytes(known.pixels)
    const apart = Array.from(data, (value, i) => Math.abs(value - expected[i]!))
    expect(apart).toHaveLength(expected.length)
    expect(Math.max(...apart)).toBeLessThanOrEqual(1)
    // Corners at whole pixels make some values of the crop exact halves.
    expect(apart.filter((d) => d > 0).length / apart.length).toBeLessThanOrEqual(0.005)
  })

  test('is the order in which the shipped pipeline draws them, and both flows draw alike', () => {
    const policies = Object.values(planOf('pipelines/s4l-exemplar.yaml').flows).flatMap(({ stages }) =>
      stages.flatMap(({ name, params, written }) =>
        name === exemplars.name ? [{ ...(params as { readonly policy: Policy }), written }] : [],
      ),
    )
    expect(policies).toHaveLength(2)
    expect(policies[0]!.written).toEqual(policies[1]!.written)
    // A warp that mirrors has a negative first number.
    const named = (primitive: Primitive): string =>
      primitive.kind === 'warp' ? (primitive.links[0]!.matrix[0] < 0 ? 'mirror' : 'crop') : primitive.kind
    const orders = new Set(
      Array.from({ length: 60 }, (_, n) =>
        drawPolicy(policies[0]!.policy)(keyOf(n), { width: 32, height: 32 }).primitives.map(named).join(),
      ),
    )
    expect([...orders].sort()).toEqual(['crop,hsv', 'crop,hsv,mirror'])
  })
})
