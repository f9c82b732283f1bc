import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { probe } from '../../src/image/probe.ts'

describe('probe', () => {
  test('reads the header only', async () => {
    expect(await probe('fixtures/images/animated.gif')).toEqual(
      E.right({ format: 'gif', channels: 4, frames: 2, width: 16, height: 12 }),
    )
    expect(await probe('fixtures/images/hugeHeader.png')).toEqual(
      E.right({ format: 'png', channels: 3, frames: 1, width: 60000, height: 60000 }),
    )
  })

  test('gives the size after the EXIF orientation', async () => {
    expect(await probe('fixtures/images/orientation6.jpg')).toEqual(
      E.right({ format: 'jpeg', channels: 3, frames: 1, width: 16, height: 12 }),
    )
  })

  test('says why it cannot read the header', async () => {
    expect(await probe('fixtures/images/empty.jpg')).toEqual(
      E.left({
        _tag: 'DataError',
        file: 'fixtures/images/empty.jpg',
        stage: 'probe',
        reason: 'the file is empty',
      }),
    )
  })
})
