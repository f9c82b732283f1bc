import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { frame } from '../../../src/backend/kernel/frame.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const framed = (...[top, bottom, left, right]: readonly [number, number, number, number]) =>
  tf.tidy(() => {
    const y = frame(tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]), top, bottom, left, right)
    return tf.reshape(y, [y.shape[1], y.shape[2]]).arraySync()
  })

test('pads each side with zeros', () => {
  expect(framed(1, 0, 0, 2)).toEqual([
    [0, 0, 0, 0],
    [1, 2, 0, 0],
    [3, 4, 0, 0],
  ])
})

test('crops a side with a negative number', () => {
  expect(framed(-1, 0, 0, -1)).toEqual([[3]])
})

test('crops one side and pads the other', () => {
  expect(framed(-1, 1, 1, -1)).toEqual([
    [0, 3],
    [0, 0],
  ])
})

test('leaves the image alone at 0', () => {
  expect(framed(0, 0, 0, 0)).toEqual([
    [1, 2],
    [3, 4],
  ])
})
