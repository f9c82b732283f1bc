import type { Raster } from '../../image/raster.ts'
import type { Size } from '../../image/size.ts'
import { borderIndex } from './border.ts'
import type { Matrix } from './matrix.ts'
import type { Link, Warp } from './warp.ts'

/** A map of whole pixels to whole pixels: flips, quarter turns and shifts by whole numbers. `swap` exchanges x and y. */
export interface Lattice {
  readonly swap: boolean
  readonly signX: number
  readonly signY: number
  /** Source index of output pixel (0, 0). */
  readonly startX: number
  readonly startY: number
}

const tolerance = 1e-9
const whole = (value: number): boolean => Math.abs(value - Math.round(value)) < tolerance
const isUnit = (value: number): boolean => Math.abs(Math.abs(value) - 1) < tolerance
const isZero = (value: number): boolean => Math.abs(value) < tolerance

/** The lattice that a matrix is, or undefined where it has to interpolate. */
export const latticeOf = ([a, b, c, d, e, f, g, h, i]: Matrix): Lattice | undefined => {
  if (!isZero(g) || !isZero(h) || !isZero(i - 1) || !whole(c) || !whole(f)) return undefined
  const swap = isZero(a) && isZero(e) && isUnit(b) && isUnit(d)
  const straight = isZero(b) && isZero(d) && isUnit(a) && isUnit(e)
  if (!swap && !straight) return undefined
  const signX = Math.round(swap ? b : a)
  const signY = Math.round(swap ? d : e)
  // The center of output pixel 0 lies at 0.5 sign + shift, in source pixel index 0.5 sign + shift - 0.5.
  // Adding 0 makes a zero of -0.
  return {
    swap,
    signX,
    signY,
    startX: Math.round(c + (signX - 1) / 2) + 0,
    startY: Math.round(f + (signY - 1) / 2) + 0,
  }
}

/** Whether a lattice leads every pixel of the output into the canvas. */
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

/** Source offsets for each index of one axis of the output; -1 where the border is a fill. */
const offsets = (count: number, start: number, sign: number, length: number, stride: number, { border }: Link) => {
  const out = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    const index = borderIndex(start + sign * i, length, border)
    out[i] = index < 0 ? -1 : index * stride
  }
  return out
}

/** Copies whole pixels; the fast path of every warp that needs no arithmetic on values. */
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
