import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { hardLabel } from '../../../src/kind/step/label/hardLabel.ts'
import { available } from '../../support/available.ts'
import { useBackend } from '../../support/useBackend.ts'

describe.each(available)('oneHot on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  // The kernel of tfjs-backend-wasm 4.22 wrote the bits of the integer 1 into float32 tensors. That is
  // 1.4e-45, so pseudo-labels taught nothing.
  test.each(['float32', 'int32'] as const)('writes numbers of the type %s', (dtype) => {
    const rows = tf.tidy(() => [...tf.oneHot(tf.tensor1d([2, 0, -1, 3], 'int32'), 3, 5, 1, dtype).dataSync()])
    expect(rows).toEqual([1, 1, 5, 5, 1, 1, 1, 1, 1, 1, 1, 1])
  })

  test('a hard label is 1 for the most probable class', () => {
    const label = tf.tidy(() => [
      ...hardLabel(
        tf.tensor2d([
          [0.2, 0.7, 0.1],
          [0.4, 0.2, 0.4],
        ]),
      ).dataSync(),
    ])
    expect(label).toEqual([0, 1, 0, 1, 0, 0])
  })
})
