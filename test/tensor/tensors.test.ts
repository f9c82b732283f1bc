import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { copyTensors, mapTensors } from '../../src/tensor/tensors.ts'
import { useBackend } from '../support/useBackend.ts'

describe('tensors', () => {
  beforeAll(() => useBackend('cpu'))

  test('mapTensors calls the function with each tensor and its name', () => {
    const record = { a: tf.scalar(2), b: tf.scalar(5) }
    const mapped = mapTensors(record, (tensor, name) => tf.mul(tensor, name === 'a' ? 10 : -1))
    expect(Object.entries(mapped).map(([name, tensor]) => [name, tensor.arraySync()])).toEqual([
      ['a', 20],
      ['b', -5],
    ])
    expect(mapTensors({}, (tensor) => tensor)).toEqual({})
  })

  test('copyTensors gives tensors that outlive the originals', () => {
    const original = tf.tensor1d([1, 2])
    const copies = copyTensors({ a: original })
    original.dispose()
    expect([...copies['a']!.dataSync()]).toEqual([1, 2])
  })
})
