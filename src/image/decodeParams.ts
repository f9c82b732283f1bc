import * as t from 'io-ts'
import { Codec, choice, count, either, fail, field, number, record } from '../codec/index.ts'
import type { DecodeRequest } from './decode.ts'
import type { Channels } from './raster.ts'

const size = either(
  'a size in pixels (32, or { width: 32, height: 24 })',
  count,
  record({ width: field(count, 'pixels'), height: field(count, 'pixels') }),
)

const isChannels = (u: unknown): u is Channels => u === 1 || u === 3

const channels: Codec<Channels> = new Codec<Channels>(
  '1 (gray) or 3 (color)',
  { kind: 'either', members: [number({ min: 1, max: 1, whole: true }), number({ min: 3, max: 3, whole: true })] },
  isChannels,
  (u, c) => (isChannels(u) ? t.success(u) : fail(u, c, '1 (gray) or 3 (color)')),
  (a) => a,
)

/** Parameters of decoding, as in a pipeline file. */
export const decodeParams = record({
  size: field(size, 'size of the decoded image in pixels: one number for a square, or { width, height }'),
  fit: field(
    choice('cover', 'contain', 'fill'),
    'cover: scale to fill the size and crop evenly; contain: scale to fit and pad with gray 127; fill: stretch',
    'cover',
  ),
  channels: field(channels, '3 for color, 1 for gray (luma)', 3),
  pixelLimit: field(count, 'images with more pixels are quarantined before any pixel is decoded', 50_000_000),
})

export type DecodeParams = t.TypeOf<typeof decodeParams>

/**
 * Turns parameters into a request. A size of one number is a square.
 *
 * @example
 * decodeRequest({ size: 32, fit: 'cover', channels: 3, pixelLimit: 9 }).size // => { width: 32, height: 32 }
 */
export const decodeRequest = ({ size, ...rest }: DecodeParams): DecodeRequest => ({
  ...rest,
  size: typeof size === 'number' ? { width: size, height: size } : size,
})
