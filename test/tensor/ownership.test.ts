import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { countTensors, disposeTensors, handover } from '../../src/tensor/ownership.ts'
import { useBackend } from '../support/useBackend.ts'

describe('ownership', () => {
  beforeAll(() => useBackend('cpu'))

  test('disposes exactly the tensors that the new state no longer holds', () => {
    const [stays, goes, comes] = [tf.scalar(1), tf.scalar(2), tf.scalar(3)]
    const before = { student: { a: stays, b: goes } }
    const after = handover(before, { student: { a: stays, b: comes } })
    expect([stays.isDisposed, goes.isDisposed, comes.isDisposed]).toEqual([false, true, false])
    expect(countTensors(after)).toBe(2)
    disposeTensors(after)
    expect([stays.isDisposed, comes.isDisposed]).toEqual([true, true])
  })

  test('keeps a tensor that only moved to another name', () => {
    const moved = tf.scalar(1)
    handover({ a: moved }, { b: { c: moved } })
    expect(moved.isDisposed).toBe(false)
    disposeTensors(moved)
  })

  test('counts and disposes a tensor once, even if it occurs twice', () => {
    const twice = tf.scalar(1)
    expect(countTensors({ a: twice, b: [twice] })).toBe(1)
    expect(() => disposeTensors({ a: twice, b: [twice] })).not.toThrow()
  })

  test('ignores values that are no tensors', () => {
    expect(countTensors({ a: 1, b: 'text', c: new Float32Array(3) as never, d: null as never })).toBe(0)
  })
})
