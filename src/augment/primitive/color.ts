import { luma } from '../../image/luma.ts'
import type { Raster } from '../../image/raster.ts'

/**
 * A 3x4 matrix, row by row, that multiplies (red, green, blue, 1) with values 0..255. Results are clamped and
 * rounded.
 *
 * In a gray raster each value v stands for (v, v, v), and the result is the luma of the three.
 */
export type ColorMatrix = readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
]

/** Sends every color through a matrix. */
export interface Color {
  readonly kind: 'color'
  readonly matrix: ColorMatrix
}

/** The luma weights of ITU-R BT.601. */
const gray = [0.299, 0.587, 0.114] as const

/**
 * Blends every color with its own gray, like Pillow's `ImageEnhance.Color`.
 *
 * @example
 * saturation(1).matrix // => [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]
 *
 * @param factor 0 gives the gray, 1 the color itself, more than 1 a more saturated color
 */
export const saturation = (factor: number): Color => {
  const [r, g, b] = [gray[0] * (1 - factor), gray[1] * (1 - factor), gray[2] * (1 - factor)]
  return { kind: 'color', matrix: [r + factor, g, b, 0, r, g + factor, b, 0, r, g, b + factor, 0] }
}

/** Whether no color between black and white needs clamping. */
const neverClamps = ({ matrix }: Color): boolean =>
  [0, 4, 8].every((row) => {
    const weights = [matrix[row]!, matrix[row + 1]!, matrix[row + 2]!]
    const constant = matrix[row + 3]!
    const low = constant + 255 * weights.reduce((sum, w) => sum + Math.min(w, 0), 0)
    const high = constant + 255 * weights.reduce((sum, w) => sum + Math.max(w, 0), 0)
    return low > -0.5 && high < 255.5
  })

/**
 * One matrix that replaces two in a row; undefined if the first one can clamp, because later steps cannot
 * bring back what it cuts off.
 *
 * @example
 * fuseColors(saturation(1), saturation(0.5)) // => saturation(0.5)
 * fuseColors(saturation(2), saturation(0.5)) // => undefined
 */
export const fuseColors = (first: Color, second: Color): Color | undefined => {
  if (!neverClamps(first)) return undefined
  const p = first.matrix
  const q = second.matrix
  const entry = (row: number, column: number): number =>
    q[4 * row]! * p[column]! +
    q[4 * row + 1]! * p[4 + column]! +
    q[4 * row + 2]! * p[8 + column]! +
    (column === 3 ? q[4 * row + 3]! : 0)
  const line = (row: number) => [entry(row, 0), entry(row, 1), entry(row, 2), entry(row, 3)] as const
  return { kind: 'color', matrix: [...line(0), ...line(1), ...line(2)] }
}

const clamp = (value: number): number => (value <= 0 ? 0 : value >= 255 ? 255 : Math.floor(value + 0.5))

export const applyColor = ({ matrix }: Color, { channels, data }: Raster, target: Uint8Array): void => {
  const [a, b, c, d, e, f, g, h, i, j, k, l] = matrix
  if (channels === 1) {
    const table = Uint8Array.from({ length: 256 }, (_, v) =>
      luma(clamp((a + b + c) * v + d), clamp((e + f + g) * v + h), clamp((i + j + k) * v + l)),
    )
    for (let n = 0; n < data.length; n++) target[n] = table[data[n]!]!
    return
  }
  for (let n = 0; n < data.length; n += 3) {
    const red = data[n]!
    const green = data[n + 1]!
    const blue = data[n + 2]!
    target[n] = clamp(a * red + b * green + c * blue + d)
    target[n + 1] = clamp(e * red + f * green + g * blue + h)
    target[n + 2] = clamp(i * red + j * green + k * blue + l)
  }
}
