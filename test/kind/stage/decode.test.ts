// Covers src/kind/stage/stage.ts, src/kind/stage/stages.ts.
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { encode } from '../../../src/image/encode.ts'
import { pixels } from '../../../src/image/raster.ts'
import { type FileRef, type Frame, imageOf } from '../../../src/kind/field/frame.ts'
import { decode } from '../../../src/kind/stage/decode.ts'
import type { KeepRequest, Resources } from '../../../src/kind/stage/stage.ts'
import { stages } from '../../../src/kind/stage/stages.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { folderWith } from '../../support/folder.ts'
import { using } from '../../support/vocabulary.ts'

const picture = pixels(4, 4, 3, (x, y, c) => 50 * x + 10 * y + c)
const facts = { classes: 3, heads: {}, averages: {} }

/** Keeps bytes in memory. */
const memory = () => {
  const kept = new Map<string, Uint8Array>()
  const requests: KeepRequest[] = []
  const resources: Resources = {
    kept: (request) => {
      requests.push(request)
      return { get: ({ path }) => kept.get(path), put: ({ path }, bytes) => void kept.set(path, bytes) }
    },
  }
  return { kept, requests, resources }
}

const fileIn = async (name: string, content?: Uint8Array): Promise<FileRef> => {
  const folder = folderWith({ [name]: content ?? (await encode({ format: 'png' })(picture)) })
  return { set: 'labeled', index: 0, path: join(folder, name) }
}

const ran = async (params: object, file: FileRef, resources: Resources): Promise<E.Either<unknown, readonly Frame[]>> =>
  using(decode, params).run(resources)({ file, label: 7 }, keyOf(1))

const frameOf = (result: E.Either<unknown, readonly Frame[]>): Frame => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right[0]!
}

describe('decode', () => {
  test('reads a file as an image, keeps its bytes, and reads these the next time', async () => {
    const { kept, requests, resources } = memory()
    const file = await fileIn('a.png')
    const frame = frameOf(await ran({ size: 4 }, file, resources))
    expect(frame).toMatchObject({ file, label: 7 })
    expect(imageOf(frame, 'image')).toEqual(picture)
    expect(requests).toMatchObject([{ size: 4 * 4 * 3 }])
    expect(kept.get(file.path)).toEqual(picture.data)
    kept.set(
      file.path,
      picture.data.map((value) => value + 1),
    )
    const again = frameOf(await ran({ size: 4 }, file, resources))
    expect(imageOf(again, 'image').data[0]).toBe(picture.data[0]! + 1)
  })

  test('asks for other bytes where a setting of the decoding differs', async () => {
    const requests: KeepRequest[] = []
    const resources: Resources = {
      kept: (request) => {
        requests.push(request)
        return null
      },
    }
    const file = await fileIn('a.png')
    for (const params of [{ size: 4 }, { size: 4 }, { size: 4, channels: 1 }, { size: { width: 4, height: 2 } }])
      await ran(params, file, resources)
    const [first, same, gray, flat] = requests
    expect(same).toEqual(first)
    expect([gray!.size, flat!.size]).toEqual([16, 24])
    expect(gray!.of).not.toEqual(first!.of)
    expect(flat!.of).not.toEqual(first!.of)
  })

  test('keeps nothing with `keep: false`', async () => {
    const { requests, resources } = memory()
    expect(imageOf(frameOf(await ran({ size: 4, keep: false }, await fileIn('a.png'), resources)), 'image')).toEqual(
      picture,
    )
    expect(requests).toEqual([])
  })

  test('reports what cannot be used, by file and stage, and keeps none of it', async () => {
    const { kept, resources } = memory()
    const file = await fileIn('broken.png', Uint8Array.from([1, 2, 3]))
    expect(await ran({ size: 4 }, file, resources)).toMatchObject({
      _tag: 'Left',
      left: { _tag: 'DataError', file: file.path },
    })
    expect(kept.size).toBe(0)
  })

  test('declares an image of its size: height first', () =>
    expect(using(decode, { size: { width: 6, height: 4 }, channels: 1, writes: 'picture' }).infer({}, facts)).toEqual(
      E.right({ picture: { kind: 'image', shape: [4, 6, 1] } }),
    ))
})

test('every stage is listed under its name', () =>
  expect(Object.values(stages).map(({ kind, name }) => [kind, name])).toEqual(
    Object.keys(stages).map((name) => ['stage', name]),
  ))
