import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { decode } from '../../src/codec/index.ts'
import { decodeParams, decodeRequest } from '../../src/image/decodeParams.ts'
import { render } from '../../src/prelude/render.ts'

const mistakes = (value: unknown): readonly string[] => {
  const decoded = decode(decodeParams)(value)
  return E.isLeft(decoded) ? decoded.left.map(render) : []
}

describe('decodeParams', () => {
  test('needs a size and fills the rest', () => {
    expect(decode(decodeParams)({ size: 32 })).toEqual(
      E.right({ size: 32, fit: 'cover', channels: 3, pixelLimit: 50_000_000 }),
    )
  })

  test('takes a square or a width and a height', () => {
    const sizeOf = (size: unknown) => E.map(decodeRequest)(decode(decodeParams)({ size, channels: 1 }))
    const rest = { fit: 'cover', channels: 1, pixelLimit: 50_000_000 }
    expect(sizeOf(28)).toEqual(E.right({ ...rest, size: { width: 28, height: 28 } }))
    expect(sizeOf({ width: 40, height: 30 })).toEqual(E.right({ ...rest, size: { width: 40, height: 30 } }))
  })

  test('reports every mistake', () => {
    expect(mistakes({})).toEqual([
      'Expected a size in pixels (32, or { width: 32, height: 24 }) at size, received nothing',
    ])
    expect(mistakes({ size: 0, fit: 'crop', channels: 2, pixelLimit: 0.5 })).toEqual([
      'Expected a whole number of at least 1 at size, received 0',
      'Expected one of "cover", "contain", "fill" at fit, received "crop"',
      'Expected 1 (gray) or 3 (color) at channels, received 2',
      'Expected a whole number of at least 1 at pixelLimit, received 0.5',
    ])
    expect(mistakes({ size: { width: 3 } })).toEqual([
      'Expected a whole number of at least 1 at size.height, received nothing',
    ])
  })
})
