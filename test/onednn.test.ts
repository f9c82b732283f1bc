import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as room from '../src/backend/onednn/index.ts'
import * as door from '../src/onednn.ts'
import { describeProblem, type OneDnnHandle, openOneDnn, registerOneDnn } from '../src/onednn.ts'

/**
 * The documented example, up to the gradient. Nothing else of the project registers anything in this file.
 */
const start = async (): Promise<OneDnnHandle> => {
  const opened = openOneDnn({ threads: 1 })
  if (opened._tag === 'Left') throw new Error(describeProblem(opened.left))
  const handle = registerOneDnn(opened.right)
  await tf.setBackend('onednn')
  return handle
}

let handle: OneDnnHandle
beforeEach(async () => {
  handle = await start()
})
afterEach(() => handle.unregister())

describe('the documented example', () => {
  // Failed with "gradient function not found for Sum" while only the command line registered the gradients.
  test('computes the gradient of a sum of squares: 2 x', () => {
    const gradient = tf.grad((x) => tf.sum(tf.square(x)))(tf.tensor1d([1, 2, 3]))
    expect([...gradient.dataSync()]).toEqual([2, 4, 6])
    expect(handle.statistics().fallbacks).toEqual({})
  })

  test('computes both gradients of a convolution of ones with ones: how often each element is used', () => {
    const convolve = (x: tf.Tensor, filter: tf.Tensor): tf.Tensor =>
      tf.sum(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'valid'))
    const [ofImage, ofFilter] = tf.grads(convolve)([tf.ones([1, 3, 3, 1]), tf.ones([2, 2, 1, 1])])
    expect([...ofImage!.dataSync()]).toEqual([1, 2, 1, 2, 4, 2, 1, 2, 1])
    expect([...ofFilter!.dataSync()]).toEqual([4, 4, 4, 4])
    expect(handle.statistics().fallbacks).toEqual({})
  })

  test('works again after unregister', async () => {
    handle.unregister()
    handle = await start()
    expect([
      ...tf
        .grad((x) => tf.relu(x))(tf.tensor1d([-1, 2]))
        .dataSync(),
    ]).toEqual([0, 1])
  })
})

describe('the package export ./onednn', () => {
  test('is this file, and has every name of the backend', () => {
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, string> }
    expect(exports['./onednn']).toBe('./dist/onednn.js')
    expect(Object.keys(door).sort()).toEqual(Object.keys(room).sort())
  })
})
