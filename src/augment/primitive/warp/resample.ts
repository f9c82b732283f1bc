import type { Raster } from '../../../image/raster.ts'
import { reflect } from './border.ts'
import type { Link, Warp } from './warp.ts'

/**
 * The points of one output row on their way through the links.
 *
 * `fill` is the gray value of a point that left a canvas, or -1 for a point that did not.
 */
interface Row {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly fill: Int16Array
}

const begin = (row: Row, y: number): void => {
  for (let x = 0; x < row.x.length; x++) row.x[x] = x + 0.5
  row.y.fill(y + 0.5)
  row.fill.fill(-1)
}

/**
 * Brings a point beyond the outermost pixel centers back between them, as the border says.
 *
 * A border that fills takes the points beyond the edge.
 */
const foldPoint = ({ from: { width, height }, border }: Link, row: Row, n: number, x: number, y: number): void => {
  const outside = !(x >= 0 && x < width && y >= 0 && y < height)
  if (outside && (typeof border === 'number' || !Number.isFinite(x + y))) {
    if (row.fill[n]! < 0) row.fill[n] = typeof border === 'number' ? border : 0
  } else if (border === 'reflect') {
    row.x[n] = reflect(x - 0.5, width) + 0.5
    row.y[n] = reflect(y - 0.5, height) + 0.5
  } else {
    row.x[n] = Math.min(Math.max(x, 0.5), width - 0.5)
    row.y[n] = Math.min(Math.max(y, 0.5), height - 0.5)
  }
}

/** Sends the points of a row through one link. */
const follow = (link: Link, row: Row): void => {
  const [a, b, c, d, e, f, g, h, i] = link.matrix
  const right = link.from.width - 0.5
  const bottom = link.from.height - 0.5
  const affine = g === 0 && h === 0 && i === 1
  for (let n = 0; n < row.x.length; n++) {
    const x = row.x[n]!
    const y = row.y[n]!
    const depth = affine ? 1 : g * x + h * y + i
    // A point on or behind the horizon shows nothing.
    const scale = affine ? 1 : depth > 0 ? 1 / depth : Number.NaN
    const sourceX = (a * x + b * y + c) * scale
    const sourceY = (d * x + e * y + f) * scale
    if (sourceX >= 0.5 && sourceX <= right && sourceY >= 0.5 && sourceY <= bottom) {
      row.x[n] = sourceX
      row.y[n] = sourceY
    } else foldPoint(link, row, n, sourceX, sourceY)
  }
}

const nearestRow = ({ width, channels, data }: Raster, row: Row, target: Uint8Array, start: number): void => {
  let to = start
  for (let n = 0; n < row.x.length; n++) {
    const fill = row.fill[n]!
    const at = fill < 0 ? (Math.floor(row.y[n]!) * width + Math.floor(row.x[n]!)) * channels : 0
    for (let c = 0; c < channels; c++) target[to++] = fill < 0 ? data[at + c]! : fill
  }
}

const bilinearRow = ({ width, height, channels, data }: Raster, row: Row, target: Uint8Array, start: number): void => {
  let to = start
  for (let n = 0; n < row.x.length; n++) {
    const fill = row.fill[n]!
    if (fill >= 0) {
      for (let c = 0; c < channels; c++) target[to++] = fill
      continue
    }
    const x = row.x[n]! - 0.5
    const y = row.y[n]! - 0.5
    const left = Math.floor(x)
    const top = Math.floor(y)
    const right = x - left
    const down = y - top
    const x1 = Math.min(left + 1, width - 1)
    const upper = top * width
    const lower = Math.min(top + 1, height - 1) * width
    const w11 = right * down
    const w10 = down - w11
    const w01 = right - w11
    const w00 = 1 - right - w10
    const a = (upper + left) * channels
    const b = (upper + x1) * channels
    const c = (lower + left) * channels
    const d = (lower + x1) * channels
    for (let k = 0; k < channels; k++) {
      target[to++] = w00 * data[a + k]! + w01 * data[b + k]! + w10 * data[c + k]! + w11 * data[d + k]! + 0.5
    }
  }
}

/**
 * Follows every output pixel through the links of a warp and samples the source once.
 *
 * Within half a pixel of the edge, bilinear taps beyond the picture repeat its outermost pixels, as in
 * Pillow.
 */
export const resample = ({ size, interpolation, links }: Warp, source: Raster, target: Uint8Array): void => {
  const { width, height } = size
  const row: Row = { x: new Float64Array(width), y: new Float64Array(width), fill: new Int16Array(width) }
  const sample = interpolation === 'nearest' ? nearestRow : bilinearRow
  for (let y = 0; y < height; y++) {
    begin(row, y)
    for (const link of links) follow(link, row)
    sample(source, row, target, y * width * source.channels)
  }
}
