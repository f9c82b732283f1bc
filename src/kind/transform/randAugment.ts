import type * as t from 'io-ts'
import { type Draw, drawOf } from '../../augment/draw.ts'
import type { Primitive } from '../../augment/primitive/primitive.ts'
import { choice, either, field, list, number, probability, record } from '../../codec/index.ts'
import type { Size } from '../../image/size.ts'
import { fold, type Key } from '../../prelude/key.ts'
import { chance, integer, uniform } from '../../prelude/random.ts'
import { fill, interpolation } from './fields.ts'
import { randOperations, standardOperations } from './randOperation.ts'
import { defineTransform } from './transform.ts'

const Params = record({
  count: field(number({ min: 0, whole: true }), 'operations per image', 2),
  magnitude: field(
    either('a number from 0 to 10 or "random"', number({ min: 0, max: 10 }), choice('random')),
    'strength of every operation, 0 (none) to 10 (full range), or "random": a separate draw for each operation',
    'random',
  ),
  probability: field(probability, 'probability of applying each chosen operation, 0..1', 1),
  operations: field(
    list(choice(...standardOperations, 'invert', 'solarizeAdd'), 1),
    'operations to choose from, each equally likely; the default is the standard 14',
    standardOperations,
  ),
  translate: field(probability, 'largest shift as a share of the size (0.125 is 4 pixels of 32)', 0.3),
  interpolation: interpolation('nearest'),
  fill,
})

type Params = t.TypeOf<typeof Params>

const drawOperation = (
  { operations, magnitude, probability, ...setting }: Params,
  key: Key,
  size: Size,
): readonly Primitive[] => {
  if (!chance(fold(key, 'applied'), probability)) return []
  const operation = randOperations[operations[integer(fold(key, 'operation'), operations.length)]!]
  const strength = magnitude === 'random' ? uniform(fold(key, 'magnitude')) : magnitude / 10
  const sign = chance(fold(key, 'sign'), 0.5) ? 1 : -1
  return operation(sign * strength, { ...setting, size })
}

const draw =
  (params: Params) =>
  (key: Key, size: Size): Draw =>
    drawOf(...Array.from({ length: params.count }, (_, i) => drawOperation(params, fold(key, i), size)).flat())

/**
 * Applies a few random operations, chosen with replacement: the strong view of FixMatch and Noisy Student.
 *
 * - The table in `randOperation.ts` lists the ranges.
 * - At magnitude 0 only autoContrast, equalize and invert change an image: they have no magnitude.
 *
 * Paper: Cubuk et al., RandAugment, NeurIPS 2020 workshops, section 3; random magnitudes as in Sohn et al.,
 * FixMatch, appendix D. Departures:
 * - A larger magnitude is always stronger, and 0 is none. In the published code, 5 of 10 is the identity of
 *   the four blends, and posterize and solarize grow weaker.
 * - Blends go both ways, as rotations do.
 * - Contrast blends with the mean luma of the image.
 */
export const randAugment = defineTransform({
  name: 'randAugment',
  summary: 'applies a few random operations out of 14',
  paper: 'Cubuk et al., RandAugment, NeurIPS 2020 workshops, section 3',
  params: Params,
  use: (params) => ({ draw: draw(params) }),
})
