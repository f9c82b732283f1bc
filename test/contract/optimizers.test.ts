import * as fc from 'fast-check'
import { beforeAll, describe, test } from 'vitest'
import type { Unit } from '../../src/codec/index.ts'
import type { Optimizer } from '../../src/kind/optimizer/optimizer.ts'
import { optimizers } from '../../src/kind/optimizer/optimizers.ts'
import { optimizerCase, ownsNothing, updatesAlike, updatesAll } from '../../src/testing/index.ts'
import { useBackend } from '../support/useBackend.ts'

// Parameters come from the optimizer's own codec alone.
const all = Object.entries(optimizers).map(
  ([name, optimizer]) => [name, optimizer as unknown as Unit<'optimizer', Optimizer, unknown>] as const,
)

const laws = { updatesAll, updatesAlike, ownsNothing }

beforeAll(() => useBackend('cpu'))

describe.each(all)('%s', (_, optimizer) => {
  test.each(Object.entries(laws))('%s', (_name, law) => {
    fc.assert(fc.property(optimizerCase(optimizer), law(optimizer)), { seed: 4, numRuns: 15 })
  })
})
