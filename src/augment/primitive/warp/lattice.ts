import type { Raster } from '../../../image/raster.ts'
import type { Size } from '../../../image/size.ts'
import { borderIndex } from './border.ts'
import type { Matrix } from './matrix.ts'
import type { Link, Warp } from './warp.ts'

/**
 * A map of whole pixels to whole pixels: flips, quarter turns and shifts by whole numbers.
 *
 * `swap` exchanges x and y.
 */
export interface Lattice {
  readonly swap: boolean
  readonly signX: number
  readonly signY: number
  /** Source index of output pixel (0, 0), along x. `startY` is the same along y. */
  readonly startX: number
  readonly startY: number
}

const tolerance = 1e-9
const whole = (value: number): boolean => Math.abs(value - Math.round(value)) < tolerance
const isUnit = (value: number): boolean => Math.abs(Math.abs(value) - 1) < tolerance
const isZero = (value: number): boolean => Math.abs(value) < tolerance

/**
 * A matrix as a lattice; undefined if the matrix needs interpolation.
 *
 * @example
 * import { mirror, shift } from './matrix.ts'
 * const flip = latticeOf(mirror({ width: 4, height: 6 }))
 * flip // => { swap: false, signX: -1, signY: 1, startX: 3, startY: 0 }
 * latticeOf(shift(0.5, 0)) // => undefined
 */
export const latticeOf = ([a, b, c, d, e, f, g, h, i]: Matrix): Lattice | undefined => {
  if (!isZero(g) || !isZero(h) || !isZero(i - 1) || !whole(c) || !whole(f)) return undefined
  const swap = isZero(a) && isZero(e) && isUnit(b) && isUnit(d)
  const straight = isZero(b) && isZero(d) && isUnit(a) && isUnit(e)
  if (!swap && !straight) return undefined
  const signX = Math.round(swap ? b : a)
  const signY = Math.round(swap ? d : e)
  // The center of output pixel 0 lies at 0.5 sign + shift, which is index 0.5 sign + shift - 0.5 of the
  // source. Adding 0 turns -0 into 0.
  return {
    swap,
    signX,
    signY,
    startX: Math.round(c + (signX - 1) / 2) + 0,
    startY: Math.round(f + (signY - 1) / 2) + 0,
  }
}

/**
 * Whether a lattice sends every pixel of the output into the canvas.
 *
 * @example
 * import { shift } from './matrix.ts'
 * const right = latticeOf(shift(2, 0))!
 * staysInside(right, { width: 3, height: 1 }, { width: 5, height: 1 }) // => true
 * staysInside(right, { width: 4, height: 1 }, { width: 5, height: 1 }) // => false
 */
export const staysInside = ({ swap, signX, signY, startX, startY }: Lattice, output: Size, canvas: Size): boolean => {
  const endX = startX + signX * ((swap ? output.height : output.width) - 1)
  const endY = startY + signY * ((swap ? output.width : output.height) - 1)
  return (
    Math.min(startX, endX) >= 0 &&
    Math.max(startX, endX) < canvas.width &&
    Math.min(startY, endY) >= 0 &&
    Math.max(startY, endY) < canvas.height
  )
}

/** The source offset of each index along one axis of the output, or -1 where the border fills. */
const offsets = (count: number, start: number, sign: number, length: number, stride: number, { border }: Link) => {
  const out = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    const index = borderIndex(start + sign * i, length, border)
    out[i] = index < 0 ? -1 : index * stride
  }
  return out
}

/** Copies whole pixels: the fast path for every warp that needs no arithmetic on values. */
export const copyLattice = (lattice: Lattice, link: Link, { size }: Warp, source: Raster, target: Uint8Array): void => {
  const { swap, signX, signY, startX, startY } = lattice
  const { width, channels, data } = source
  const { from, border } = link
  const rowStride = width * channels
  const alongX = swap
    ? offsets(size.width, startY, signY, from.height, rowStride, link)
    : offsets(size.width, startX, signX, from.width, channels, link)
  const alongY = swap
    ? offsets(size.height, startX, signX, from.width, channels, link)
    : offsets(size.height, startY, signY, from.height, rowStride, link)
  if (typeof border === 'number') copyOrFill(alongX, alongY, border, source, target)
  else if (channels === 3) copyColor(alongX, alongY, data, target)
  else copyGray(alongX, alongY, data, target)
}

const copyColor = (alongX: Int32Array, alongY: Int32Array, data: Uint8Array, target: Uint8Array): void => {
  let to = 0
  for (let y = 0; y < alongY.length; y++) {
    const row = alongY[y]!
    for (let x = 0; x < alongX.length; x++) {
      const at = row + alongX[x]!
      target[to] = data[at]!
      target[to + 1] = data[at + 1]!
      target[to + 2] = data[at + 2]!
      to += 3
    }
  }
}

const copyGray = (alongX: Int32Array, alongY: Int32Array, data: Uint8Array, target: Uint8Array): void => {
  let to = 0
  for (let y = 0; y < alongY.length; y++) {
    const row = alongY[y]!
    for (let x = 0; x < alongX.length; x++) target[to++] = data[row + alongX[x]!]!
  }
}

const copyOrFill = (
  alongX: Int32Array,
  alongY: Int32Array,
  fill: number,
  { channels, data }: Raster,
  target: Uint8Array,
): void => {
  let to = 0
  for (let y = 0; y < alongY.length; y++) {
    const row = alongY[y]!
    for (let x = 0; x < alongX.length; x++) {
      const column = alongX[x]!
      const outside = row < 0 || column < 0
      for (let c = 0; c < channels; c++) target[to++] = outside ? fill : data[row + column + c]!
    }
  }
}
