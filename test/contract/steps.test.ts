import * as fc from 'fast-check'
import { beforeAll, describe, test } from 'vitest'
import type { Unit } from '../../src/codec/index.ts'
import { builtIn } from '../../src/kind/registry.ts'
import type { Step } from '../../src/kind/step/step.ts'
import { declaresFields, leaksNothing, repeatable, stepCase } from '../../src/testing/index.ts'
import { useBackend } from '../support/useBackend.ts'

// Parameters come from the step's own codec alone.
const steps = Object.entries(builtIn.step).map(
  ([name, step]) => [name, step as unknown as Unit<'step', Step, unknown>] as const,
)

const laws = { repeatable, leaksNothing, declaresFields }

beforeAll(() => useBackend('cpu'))

describe.each(steps)('%s', (_, step) => {
  test.each(Object.entries(laws))('%s', (_name, law) => {
    fc.assert(fc.property(stepCase(step), law(step)), { seed: 4, numRuns: 15 })
  })
})
