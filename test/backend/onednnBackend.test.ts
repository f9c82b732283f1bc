import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { defaultOptions, type KernelUse } from '../../src/backend/index.ts'
import { onednnBackend } from '../../src/backend/onednnBackend.ts'
import { available } from '../support/available.ts'

const options = { ...defaultOptions, threads: 1 }

/** Starts the backend, and profiles a function by a clock that moves by 2 ms whenever it is read. */
const profile = async (compute: () => void): Promise<readonly KernelUse[]> => {
  expect(await onednnBackend.start(options)).toEqual(E.right(undefined))
  let now = 0
  const stop = onednnBackend.watch!(() => {
    now += 2
    return now
  })
  compute()
  return stop()
}

describe.runIf(available.includes('onednn'))('onednnBackend', () => {
  test('describes library, threads and instruction set', async () => {
    expect(await onednnBackend.probe(options)).toMatchObject({
      right: {
        library: expect.stringMatching(/^oneDNN \d+\.\d+\.\d+$/),
        device: expect.stringMatching(/^1 CPU thread, /),
        preferred: true,
      },
    })
  })

  test('profiles kernels by the clock of the caller: calls, fallbacks, and the time between two readings', async () => {
    const uses = await profile(() =>
      tf.tidy(() => {
        tf.exp(tf.exp(tf.scalar(1)))
        tf.add(tf.tensor1d([1], 'int32'), tf.tensor1d([2], 'int32'))
        tf.floor(tf.scalar(1.5))
      }),
    )
    expect(uses).toEqual([
      { kernel: 'Exp', own: true, calls: 2, fallbacks: 0, milliseconds: 4 },
      { kernel: 'Add', own: true, calls: 1, fallbacks: 1, milliseconds: 2 },
      { kernel: 'Floor', own: false, calls: 1, fallbacks: 0, milliseconds: 2 },
    ])
  })

  test('forgets the kernels of an earlier profile', async () => {
    await profile(() => tf.tidy(() => void tf.exp(tf.scalar(1))))
    expect(await profile(() => undefined)).toEqual([])
  })

  test('stops reading the clock after the profile', async () => {
    let readings = 0
    const stop = onednnBackend.watch!(() => ++readings)
    stop()
    tf.tidy(() => void tf.exp(tf.scalar(1)))
    expect(readings).toBe(0)
  })
})
