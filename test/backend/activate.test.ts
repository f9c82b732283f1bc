import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { activate, onlyFloat32 } from '../../src/backend/activate.ts'
import { runError } from '../../src/prelude/errors.ts'
import '@tensorflow/tfjs-backend-cpu'

describe('activate', () => {
  test('makes a backend current, with the gradients of the kernels', async () => {
    expect(await activate('cpu', 'cpu')).toEqual(E.right(undefined))
    expect(tf.getBackend()).toBe('cpu')
    expect([
      ...tf
        .grad((x) => tf.square(x))(tf.tensor1d([3]))
        .dataSync(),
    ]).toEqual([6])
  })

  test('fails if tfjs has no backend of the name', async () => {
    expect(await activate('wasm', 'nowhere')).toEqual(
      E.left(runError('The backend wasm was loaded but does not start')),
    )
  })
})

describe('onlyFloat32', () => {
  test('accepts float32', () => expect(onlyFloat32('cpu', 'float32')).toEqual(E.right(undefined)))

  test('refuses bfloat16, and names the way out', () => {
    expect(onlyFloat32('cpu', 'bfloat16')).toEqual(
      E.left(
        runError(
          'The backend cpu computes in float32 only',
          'Use precision float32, or the backend onednn for bfloat16',
        ),
      ),
    )
  })
})
