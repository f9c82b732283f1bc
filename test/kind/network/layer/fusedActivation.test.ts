import { expect, test } from 'vitest'
import { fusedActivation } from '../../../../src/kind/network/layer/fusedActivation.ts'

test.each([
  ['none', 'linear', 1],
  ['relu', 'relu', 0],
  [{ slope: 0.1 }, 'leakyrelu', 0.1],
  [{ slope: 0 }, 'relu', 0],
  [{ slope: 1 }, 'linear', 1],
] as const)('%j becomes %s', (activation, name, slope) => {
  expect(fusedActivation({ activation })).toEqual({ activation: name, leakyreluAlpha: slope })
})
