import { luma } from '../../image/luma.ts'
import type { Raster } from '../../image/raster.ts'

/** The function v -> clamp(v^power x gain + offset) on 0..1. */
export interface Level {
  readonly power: number
  readonly gain: number
  readonly offset: number
}

export const sameLevel: Level = { power: 1, gain: 1, offset: 0 }

/**
 * Changes colors as hue, saturation and value (the hexagonal cone).
 *
 * The hue turns. Saturation and value each go through a level.
 */
export interface Hsv {
  readonly kind: 'hsv'
  /** Added to the hue, in turns: 1 is a full circle. */
  readonly hue: number
  readonly saturation: Level
  readonly value: Level
}

const levelOf = ({ power, gain, offset }: Level, v: number): number =>
  Math.min(1, Math.max(0, (power === 1 ? v : v ** power) * gain + offset))

/**
 * Converts every color to the cone, changes it there, and converts it back.
 *
 * The hue counts sextants (0 red, 2 green, 4 blue), the saturation is range / high, the value is high.
 */
const throughCone = (hsv: Hsv, data: Uint8Array, target: Uint8Array): void => {
  const values = Float64Array.from({ length: 256 }, (_, v) => 255 * levelOf(hsv.value, v / 255))
  for (let n = 0; n < data.length; n += 3) {
    const red = data[n]!
    const green = data[n + 1]!
    const blue = data[n + 2]!
    const high = Math.max(red, green, blue)
    const range = high - Math.min(red, green, blue)
    const saturation = levelOf(hsv.saturation, high === 0 ? 0 : range / high)
    const sextant =
      range === 0
        ? 0
        : high === red
          ? (green - blue) / range
          : high === green
            ? 2 + (blue - red) / range
            : 4 + (red - green) / range
    const turned = sextant / 6 + hsv.hue
    const hue = 6 * (turned - Math.floor(turned))
    const value = values[high]!
    const chroma = value * saturation
    // Each channel falls by the chroma, times its distance from the sextants in which it is the highest.
    target[n] = value - chroma * fall(hue < 1 ? hue + 5 : hue - 1) + 0.5
    target[n + 1] = value - chroma * fall(hue < 3 ? hue + 3 : hue - 3) + 0.5
    target[n + 2] = value - chroma * fall(hue < 5 ? hue + 1 : hue - 5) + 0.5
  }
}

/** How far a channel lies below the highest one, 0..1, by its place in the circle of sextants. */
const fall = (sextant: number): number => Math.max(0, Math.min(sextant, 4 - sextant, 1))

const grays = Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3))

export const applyHsv = (hsv: Hsv, { channels, data }: Raster, target: Uint8Array): void => {
  if (channels === 3) {
    throughCone(hsv, data, target)
    return
  }
  const changed = new Uint8Array(768)
  throughCone(hsv, grays, changed)
  const table = new Uint8Array(256)
  for (let v = 0; v < 256; v++) table[v] = luma(changed[3 * v]!, changed[3 * v + 1]!, changed[3 * v + 2]!)
  for (let n = 0; n < data.length; n++) target[n] = table[data[n]!]!
}
