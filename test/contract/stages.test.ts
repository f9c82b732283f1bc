import * as fc from 'fast-check'
import { describe, test } from 'vitest'
import type { Unit } from '../../src/codec/index.ts'
import { builtIn } from '../../src/kind/registry.ts'
import type { Stage } from '../../src/kind/stage/stage.ts'
import { conserves, declares, deterministic, pure, stageCase } from '../../src/testing/index.ts'

// Parameters come from the stage's own codec alone.
const stages = Object.entries(builtIn.stage).map(
  ([name, stage]) => [name, stage as unknown as Unit<'stage', Stage, unknown>] as const,
)

const laws = { deterministic, pure, conserves, declares }

describe.each(stages)('%s', (_, stage) => {
  test.each(Object.entries(laws))('is %s', async (_name, law) => {
    const cases = stageCase(stage, 'fixtures/images/plain.png')
    await fc.assert(fc.asyncProperty(cases, law(stage)), { seed: 4, numRuns: 30 })
  })
})
