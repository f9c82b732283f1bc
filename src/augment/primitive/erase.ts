import type { Raster } from '../../image/raster.ts'
import type { Size } from '../../image/size.ts'

/** A part of a picture, in pixels. Whatever lies beyond the edge of the picture is ignored. */
export interface Rectangle extends Size {
  readonly x: number
  readonly y: number
}

/**
 * Paints over rectangles.
 *
 * - A number fills with that gray value, 0..255.
 * - `mean` fills with the mean color of the picture.
 * - `patch` fills each rectangle with the mean color of the pixels that it covers.
 */
export interface Erase {
  readonly kind: 'erase'
  readonly rectangles: readonly Rectangle[]
  readonly fill: number | 'mean' | 'patch'
}

const clip = ({ x, y, width, height }: Rectangle, picture: Size): Rectangle => {
  const left = Math.max(0, x)
  const top = Math.max(0, y)
  return {
    x: left,
    y: top,
    width: Math.max(0, Math.min(picture.width, x + width) - left),
    height: Math.max(0, Math.min(picture.height, y + height) - top),
  }
}

const meanOf = ({ width, channels, data }: Raster, part: Rectangle, channel: number): number => {
  let sum = 0
  for (let y = part.y; y < part.y + part.height; y++)
    for (let x = part.x; x < part.x + part.width; x++) sum += data[(y * width + x) * channels + channel]!
  return Math.floor(sum / (part.width * part.height) + 0.5)
}

const whole = ({ width, height }: Size): Rectangle => ({ x: 0, y: 0, width, height })

export const applyErase = ({ rectangles, fill }: Erase, source: Raster, target: Uint8Array): void => {
  const { width, channels } = source
  if (target !== source.data) target.set(source.data)
  const paint = (part: Rectangle, channel: number, value: number): void => {
    for (let y = part.y; y < part.y + part.height; y++)
      for (let x = part.x; x < part.x + part.width; x++) target[(y * width + x) * channels + channel] = value
  }
  const parts = rectangles.map((rectangle) => clip(rectangle, source)).filter((part) => part.width * part.height > 0)
  for (let channel = 0; channel < channels; channel++) {
    const mean = fill === 'mean' && parts.length > 0 ? meanOf(source, whole(source), channel) : 0
    for (const part of parts) {
      paint(part, channel, fill === 'mean' ? mean : fill === 'patch' ? meanOf(source, part, channel) : fill)
    }
  }
}
