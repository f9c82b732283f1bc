import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from '../../src/image/encode.ts'
import { raster } from '../../src/image/raster.ts'
import { fold, keyOf } from '../../src/prelude/key.ts'
import { uniforms } from '../../src/prelude/random.ts'
import { folderWith } from './folder.ts'

const encodePng = encode({ format: 'png' })

/** A noisy picture whose brightness shows its class: learnable, and different for every number. */
const picture = (category: number, number: number, size: number): Promise<Uint8Array> => {
  const noise = uniforms(fold(keyOf(7), category, number), size * size * 3, 60, 100)
  const data = Uint8Array.from(noise, (value) => 120 * category + Math.floor(value))
  return encodePng(raster(size, size, 3, data))
}

/** A new folder of class folders (`dark`, `light`) with small pictures, deleted after the test. */
export const tinyFolder = async (perClass: number, size = 8): Promise<string> => {
  const folder = folderWith({})
  for (const [category, name] of ['dark', 'light'].entries()) {
    mkdirSync(join(folder, name))
    for (let i = 0; i < perClass; i++) {
      writeFileSync(join(folder, name, `${i}.png`), await picture(category, i, size))
    }
  }
  return folder
}
