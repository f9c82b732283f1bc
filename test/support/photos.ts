import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { encode } from '../../src/image/encode.ts'
import { raster } from '../../src/image/raster.ts'
import { fold, keyOf } from '../../src/prelude/key.ts'
import { uniforms } from '../../src/prelude/random.ts'
import { folderWith } from './folder.ts'

const encodePng = encode({ format: 'png' })
const size = 8
const classes = ['dark', 'light'] as const

/** A noisy gray picture; its brightness tells its class, and no two sets share one. */
const photo = (set: string, category: number, number: number): Promise<Uint8Array> => {
  const noise = uniforms(fold(keyOf(7), set, category, number), size * size, 60, 100)
  return encodePng(
    raster(
      size,
      size,
      1,
      Uint8Array.from(noise, (value) => 120 * category + Math.floor(value)),
    ),
  )
}

export interface Photos {
  readonly root: string
  readonly labeled: string
  readonly unlabeled: string
  readonly test: string
}

const write = async (file: string, content: Promise<Uint8Array>): Promise<void> => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, await content)
}

/** A new folder, deleted after the test: 6 labeled and 5 test photos of each class, and 20 unlabeled ones, nested. */
export const photos = async (): Promise<Photos> => {
  const root = folderWith({})
  for (const [category, name] of classes.entries()) {
    for (let i = 0; i < 6; i++) await write(join(root, 'labeled', name, `${i}.png`), photo('labeled', category, i))
    for (let i = 0; i < 5; i++) await write(join(root, 'test', name, `${i}.png`), photo('test', category, i))
    for (let i = 0; i < 10; i++) {
      await write(join(root, 'unlabeled', `${i % 3}`, `${name[0]}${i}.png`), photo('unlabeled', category, i))
    }
  }
  return { root, labeled: join(root, 'labeled'), unlabeled: join(root, 'unlabeled'), test: join(root, 'test') }
}
