import * as tf from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { asSection, section } from '../../src/tensor/section.ts'
import { useBackend } from '../support/useBackend.ts'

describe('section', () => {
  beforeAll(() => useBackend('cpu'))

  test('takes the tensors below a path, and no path that only starts like it', () => {
    const [inside, deep, outside] = [tf.scalar(1), tf.scalar(2), tf.scalar(3)]
    const tensors = { 'net/a': inside, 'net/b/c': deep, 'network/a': outside, net: outside }
    expect(section('net')(tensors)).toEqual({ a: inside, 'b/c': deep })
    expect(section('other')(tensors)).toEqual({})
  })

  test('puts the same tensors, not copies, below a path', () => {
    const one = tf.scalar(1)
    expect(asSection('net')({ 'a/b': one })['net/a/b']).toBe(one)
  })

  test('law: section undoes asSection, also beside other sections', () => {
    const one = tf.scalar(1)
    const names = fc.string({ unit: fc.constantFrom('a', 'b', '/', '0'), minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(fc.uniqueArray(names), (list) => {
        const tensors = Object.fromEntries(list.map((name) => [name, one]))
        const both = { ...asSection('n')(tensors), ...asSection('m')({ x: one }) }
        return Object.keys(section('n')(both)).sort().join() === [...list].sort().join()
      }),
      { seed: 51 },
    )
  })
})
