import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Inputs } from '../../src/kind/loss/input.ts'
import type { LossUnit } from '../../src/kind/loss/loss.ts'
import { losses } from '../../src/kind/loss/losses.ts'
import { decomposes, hasFiniteSlopes, lossCase, tidies } from '../../src/testing/index.ts'
import { useBackend } from '../support/useBackend.ts'

// Settings come from the loss's own codec alone.
const all = Object.entries(losses).map(([name, loss]) => [name, loss as unknown as LossUnit<Inputs, unknown>] as const)

const laws = { decomposes, hasFiniteSlopes, tidies }

beforeAll(() => useBackend('cpu'))

describe.each(all)('%s', (_, loss) => {
  test.each(Object.entries(laws))('%s', (_name, law) => {
    fc.assert(fc.property(lossCase(loss), law(loss)), { seed: 4, numRuns: 30 })
  })
})

test('only a loss that compares examples may look at its neighbors', () => {
  expect(all.flatMap(([name, { demand }]) => (demand === null ? [] : [name]))).toEqual(['batchHardTriplet'])
})
