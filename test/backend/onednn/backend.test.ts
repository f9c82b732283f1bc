// Covers src/backend/onednn/memory/tensorStore.ts.
import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OneDnnBackend } from '../../../src/backend/onednn/backend.ts'
import type { OneDnnHandle } from '../../../src/backend/onednn/index.ts'
import { openForTests } from './compare.ts'

let handle: OneDnnHandle
let backend: OneDnnBackend
beforeAll(async () => {
  handle = openForTests()
  backend = handle.backend
  await tf.setBackend('onednn')
})
beforeEach(() => void backend.operations.clear())
afterAll(() => handle.unregister())

const taken = (): number => backend.pool.takenBytes()

describe('output', () => {
  test('takes more than 64 bytes from the pool, and gives them back with the tensor', () => {
    const before = taken()
    const [small, large] = [backend.output([16]), backend.output([17])]
    expect(taken() - before).toBe(4 * 17)
    expect(backend.disposeData(small.dataId)).toBe(true)
    expect(backend.disposeData(large.dataId)).toBe(true)
    expect(taken()).toBe(before)
  })

  test.each([
    ['float32', 4],
    ['int32', 4],
    ['bool', 1],
  ] as const)('has the bytes of %s: %d each', (dtype, bytes) => {
    const before = taken()
    const { dataId } = backend.output([100], dtype)
    expect(taken() - before).toBe(100 * bytes)
    backend.disposeData(dataId)
  })

  test('is poisoned where the settings say so', () => {
    expect([...backend.floats(backend.output([2]))]).toEqual([Number.NaN, Number.NaN])
    expect([...backend.array(backend.output([2], 'int32'))]).toEqual([0x7f, 0x7f])
    handle.settings.poison = false
    expect([...backend.floats(backend.output([2]))]).toEqual([0, 0])
    handle.settings.poison = true
  })
})

describe('a tensor', () => {
  test('shares its values with a reshaped one until both are gone', () => {
    const before = taken()
    const x = backend.output([4, 25])
    const y = backend.reshaped(x, [100])
    expect(y).toEqual({ dataId: x.dataId, shape: [100], dtype: 'float32' })
    expect(backend.disposeData(x.dataId)).toBe(false)
    expect(taken()).toBeGreaterThan(before)
    expect(backend.disposeData(y.dataId)).toBe(true)
    expect(taken()).toBe(before)
  })

  test('has one address for each form, and the form in which it was written', () => {
    const x = backend.outputOf([1, 2, 2, 16], 'blocked')
    expect(backend.formOf(x)).toBe('blocked')
    expect(backend.formOf({ ...x, shape: [64] })).toBe('float32')
    const blocked = backend.address(x, 'blocked')
    expect(backend.address(x, 'blocked')).toBe(blocked)
    const plain = backend.address(x)
    expect(plain).not.toBe(blocked)
    expect(backend.address(x)).toBe(plain)
    backend.disposeData(x.dataId)
  })

  test('keeps its derived buffers as long as its values', () => {
    const before = taken()
    const x = backend.output([17])
    let fills = 0
    const first = backend.derived(x, 'weights', 128, () => void fills++)
    expect(backend.derived(x, 'weights', 128, () => void fills++)).toBe(first)
    expect(fills).toBe(1)
    backend.disposeData(x.dataId)
    expect(taken()).toBe(before)
  })
})

describe('operation', () => {
  test('builds once for each key', () => {
    let built = 0
    const build = () => ({ used: 0, destroy: () => undefined, number: ++built })
    const { operation } = backend
    expect([operation('a', build).number, operation('a', build).number, operation('b', build).number]).toEqual([
      1, 1, 2,
    ])
    expect(backend.operations.size()).toBe(2)
  })
})

test('counts fallbacks by kernel', () => {
  handle.resetStatistics()
  for (const kernel of ['A', 'B', 'A']) backend.countFallback(kernel)
  expect(handle.statistics().fallbacks).toEqual({ A: 2, B: 1 })
  handle.resetStatistics()
})

test('keeps rows of one number', () => {
  const row = backend.constant(3, 0.25)
  expect([...row.float32]).toEqual([0.25, 0.25, 0.25])
  expect(backend.constant(3, 0.25)).toBe(row)
})
