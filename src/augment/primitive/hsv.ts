import { luma, type Raster } from '../../image/index.ts'

/** v -> clamp(v^power x gain + offset) on 0..1. */
export interface Level {
  readonly power: number
  readonly gain: number
  readonly offset: number
}

export const sameLevel: Level = { power: 1, gain: 1, offset: 0 }

/** Colors as hue, saturation and value (the hexagonal cone): the hue turns, saturation and value go through levels. */
export interface Hsv {
  readonly kind: 'hsv'
  /** Added to the hue, in turns: 1 is the whole circle. */
  readonly hue: number
  readonly saturation: Level
  readonly value: Level
}

const levelOf = ({ power, gain, offset }: Level, v: number): number =>
  Math.min(1, Math.max(0, (power === 1 ? v : v ** power) * gain + offset))

/** Hue, saturation and value, each 0..1, of red, green and blue 0..1. */
export const toHsv = (red: number, green: number, blue: number): readonly [number, number, number] => {
  const high = Math.max(red, green, blue)
  const range = high - Math.min(red, green, blue)
  if (range === 0) return [0, 0, high]
  const sextant =
    high === red ? (green - blue) / range : high === green ? 2 + (blue - red) / range : 4 + (red - green) / range
  return [sextant < 0 ? sextant / 6 + 1 : sextant / 6, range / high, high]
}

/** Red, green and blue 0..1 of hue (in turns, any number), saturation and value. */
export const fromHsv = (hue: number, saturation: number, value: number): readonly [number, number, number] => {
  const channel = (offset: number): number => {
    const k = (offset + 6 * (hue - Math.floor(hue))) % 6
    return value - value * saturation * Math.max(0, Math.min(k, 4 - k, 1))
  }
  return [channel(5), channel(3), channel(1)]
}

const byte = (v: number): number => Math.floor(v * 255 + 0.5)

export const applyHsv = (hsv: Hsv, { channels, data }: Raster, target: Uint8Array): void => {
  const change = (r: number, g: number, b: number): readonly [number, number, number] => {
    const [h, s, v] = toHsv(r, g, b)
    return fromHsv(h + hsv.hue, levelOf(hsv.saturation, s), levelOf(hsv.value, v))
  }
  if (channels === 1) {
    const table = Uint8Array.from({ length: 256 }, (_, v) => {
      const [r, g, b] = change(v / 255, v / 255, v / 255)
      return luma(byte(r), byte(g), byte(b))
    })
    for (let n = 0; n < data.length; n++) target[n] = table[data[n]!]!
    return
  }
  for (let n = 0; n < data.length; n += 3) {
    const [r, g, b] = change(data[n]! / 255, data[n + 1]! / 255, data[n + 2]! / 255)
    target[n] = byte(r)
    target[n + 1] = byte(g)
    target[n + 2] = byte(b)
  }
}
