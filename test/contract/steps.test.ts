import * as fc from 'fast-check'
import { beforeAll, describe, test } from 'vitest'
import type { Step } from '../../src/kind/definition.ts'
import { operators } from '../../src/kind/registry.ts'
import { declaresFields, leaksNothing, repeatable, stepCase } from '../../src/testing/index.ts'
import { useBackend } from '../support/useBackend.ts'

const steps = Object.values(operators).flatMap((operator) =>
  // Parameters come from the step's own codec alone.
  operator.kind === 'step' ? [[operator.name, operator as unknown as Step<unknown>] as const] : [],
)

const laws = { repeatable, leaksNothing, declaresFields }

beforeAll(() => useBackend('cpu'))

describe.each(steps)('%s', (_, step) => {
  test.each(Object.entries(laws))('%s', (_name, law) => {
    fc.assert(fc.property(stepCase(step), law(step)), { seed: 4, numRuns: 15 })
  })
})
