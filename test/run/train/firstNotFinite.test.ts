import { memory, tensor1d } from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import type { World } from '../../../src/kind/step/world.ts'
import { firstNotFinite } from '../../../src/run/train/firstNotFinite.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const worldOf = (kernel: number, slot: number, slow: number, state: number): World => ({
  models: {
    student: {
      parameters: { kernel: tensor1d([0, kernel]) },
      statistics: {},
      slots: { velocity: tensor1d([slot]) },
      averages: { slow: { parameters: { kernel: tensor1d([slow]) }, statistics: {} } },
      updates: 0,
    },
  },
  states: { shared: { histogram: tensor1d([state]) } },
})

test.each([
  ['a parameter', worldOf.bind(null, Number.NaN, 1, 1, 1), 'models/student/parameters/kernel'],
  ['a slot', worldOf.bind(null, 1, Number.POSITIVE_INFINITY, 1, 1), 'models/student/slots/velocity'],
  ['an average', worldOf.bind(null, 1, 1, Number.NaN, 1), 'models/student/averages/slow/parameters/kernel'],
  ['a state', worldOf.bind(null, 1, 1, 1, Number.NEGATIVE_INFINITY), 'states/shared/histogram'],
  ['the first of two', worldOf.bind(null, 1, Number.NaN, 1, Number.NaN), 'models/student/slots/velocity'],
])('finds %s', (_, world, path) => expect(firstNotFinite(world())).toBe(path))

test('finds nothing in a world of finite numbers, and leaves no tensor', () => {
  const world = worldOf(1e38, -1, 0, 1e-45)
  const before = memory().numTensors
  expect(firstNotFinite(world)).toBe(undefined)
  expect(memory().numTensors).toBe(before)
})
