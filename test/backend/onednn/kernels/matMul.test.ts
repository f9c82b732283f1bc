import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { OneDnnHandle } from '../../../../src/backend/onednn/index.ts'
import { greatestDifference, noise, openForTests, run, valuesOn } from '../compare.ts'

let handle: OneDnnHandle
beforeAll(() => {
  handle = openForTests()
})

const size = fc.integer({ min: 1, max: 20 })

describe('BatchMatMul and _FusedMatMul', () => {
  test('agree with the CPU backend over sizes, transposes, batches, biases and activations', async () => {
    const factors = fc.record({
      batches: fc.constantFrom<readonly [number[], number[]]>(
        [[], []],
        [[3], [3]],
        [[2], [1]],
        [[1], [2]],
        [
          [2, 2],
          [2, 2],
        ],
      ),
      rows: size,
      inner: size,
      columns: size,
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
      bias: fc.boolean(),
      activation: fc.constantFrom('linear', 'relu', 'relu6', 'elu', 'leakyrelu', 'sigmoid'),
    })
    await fc.assert(
      fc.asyncProperty(factors, async ({ batches, rows, inner, columns, transposeA, transposeB, bias, activation }) => {
        const compute = () => {
          const a = noise([...batches[0], ...(transposeA ? [inner, rows] : [rows, inner])], 1)
          const b = noise([...batches[1], ...(transposeB ? [columns, inner] : [inner, columns])], 2)
          const transposes = { transposeA, transposeB }
          return [
            run('BatchMatMul', { a, b }, transposes),
            run('_FusedMatMul', bias ? { a, b, bias: noise([columns], 3) } : { a, b }, {
              ...transposes,
              activation,
              leakyreluAlpha: 0.3,
            }),
          ]
        }
        return greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', compute)) < 1e-5
      }),
      { seed: 21, numRuns: 100 },
    )
    expect(handle.statistics().fallbacks).toEqual({})
  })

  test('writes all of a product whose sums have one term, even if the first one was transposed', async () => {
    for (const transposeB of [true, false]) {
      const compute = () => {
        const [a, b] = [noise([19, 1], 1), noise(transposeB ? [8, 1] : [1, 8], 2)]
        return run('_FusedMatMul', { a, b }, { transposeA: false, transposeB, activation: 'relu' })
      }
      expect(greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', compute))).toBeLessThan(1e-6)
    }
  })
})
