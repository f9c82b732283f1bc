import * as fc from 'fast-check'
import { describe, test } from 'vitest'
import type { Stage } from '../../src/kind/definition.ts'
import { operators } from '../../src/kind/registry.ts'
import { conserves, declares, deterministic, pure, stageCase } from '../../src/testing/index.ts'

const stages = Object.values(operators).flatMap((operator) =>
  // Parameters come from the stage's own codec alone.
  operator.kind === 'stage' ? [[operator.name, operator as unknown as Stage<unknown>] as const] : [],
)

const laws = { deterministic, pure, conserves, declares }

describe.each(stages)('%s', (_, stage) => {
  test.each(Object.entries(laws))('is %s', async (_name, law) => {
    const cases = stageCase(stage, 'fixtures/images/plain.png')
    await fc.assert(fc.asyncProperty(cases, law(stage)), { seed: 4, numRuns: 30 })
  })
})
