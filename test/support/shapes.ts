import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from '../../src/image/encode.ts'
import { pixels, type Raster } from '../../src/image/raster.ts'
import { fold, keyOf } from '../../src/prelude/key.ts'
import { uniform, uniforms } from '../../src/prelude/random.ts'

/** How far a point is inside of a figure, in pixels, from its place and the radius of the figure. */
type Figure = (x: number, y: number, radius: number) => number

const figures: Readonly<Record<string, Figure>> = {
  disc: (x, y, radius) => radius - Math.hypot(x, y),
  ring: (x, y, radius) => 1.3 - Math.abs(Math.hypot(x, y) - radius + 1.3),
  plus: (x, y, radius) =>
    Math.min(1.3 - Math.min(Math.abs(x), Math.abs(y)), radius - Math.max(Math.abs(x), Math.abs(y))),
  cross: (x, y, radius) =>
    Math.min(1.8 - Math.abs(Math.abs(x) - Math.abs(y)), radius - Math.max(Math.abs(x), Math.abs(y))),
}

export const shapeNames: readonly string[] = Object.keys(figures)

/** Pixels on a side. */
export const shapeSize = 16

const half = shapeSize / 2

/**
 * A figure of any color, place and size on ground of any color, in noise.
 *
 * The figure is the class, and no quarter turn changes it. Light from above shows how the picture was turned.
 * Colors and place distinguish it from other pictures of its class.
 */
export const shape = (set: string, name: string, number: number): Raster => {
  const key = fold(keyOf(17), set, name, number)
  const ground = uniforms(fold(key, 'ground'), 3, 30, 110)
  const paint = uniforms(fold(key, 'paint'), 3, 70, 120)
  const [x0 = 0, y0 = 0] = uniforms(fold(key, 'place'), 2, half - 1.5, half + 1.5)
  const radius = uniform(fold(key, 'radius'), 4.5, 6.5)
  const noise = uniforms(fold(key, 'noise'), 3 * shapeSize ** 2, -20, 20)
  return pixels(shapeSize, shapeSize, 3, (x, y, c) => {
    const inside = Math.min(1, Math.max(0, 0.5 + figures[name]!(x + 0.5 - x0, y + 0.5 - y0, radius)))
    const light = 30 - (60 * y) / shapeSize
    return ground[c]! + inside * paint[c]! + light + noise[(y * shapeSize + x) * 3 + c]!
  })
}

const encodePng = encode({ format: 'png' })

/** Writes `perClass` pictures of each class into a new folder of class folders. */
export const shapesFolder = async (root: string, set: string, perClass: number): Promise<string> => {
  const folder = join(root, set)
  for (const name of shapeNames) {
    mkdirSync(join(folder, name), { recursive: true })
    const files = Array.from({ length: perClass }, async (_, number) =>
      writeFileSync(join(folder, name, `${number}.png`), await encodePng(shape(set, name, number))),
    )
    await Promise.all(files)
  }
  return folder
}
