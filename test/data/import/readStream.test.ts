import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readStream } from '../../../src/data/import/readStream.ts'
import { folderWith } from '../../support/folder.ts'

const content = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * i) % 251))
const read = (file: string): Promise<Buffer> => buffer(Readable.from(readStream(file)))

describe('readStream', () => {
  test('unpacks packed files, whatever their names', async () => {
    const folder = folderWith({ 'plain.gz': content, packed: gzipSync(content), empty: '' })
    expect(await read(join(folder, 'plain.gz'))).toEqual(content)
    expect(await read(join(folder, 'packed'))).toEqual(content)
    expect((await read(join(folder, 'empty'))).length).toBe(0)
  })

  test('can be left early', async () => {
    const folder = folderWith({ packed: gzipSync(content) })
    for await (const piece of readStream(join(folder, 'packed'))) {
      expect(piece.length).toBeGreaterThan(0)
      break
    }
  })

  test('reports a packed file that is cut off', async () => {
    const folder = folderWith({ packed: gzipSync(content).subarray(0, 300) })
    await expect(read(join(folder, 'packed'))).rejects.toThrow('unexpected end of file')
  })
})
