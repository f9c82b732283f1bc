// Covers src/kind/transform/fields.ts, src/kind/transform/affineDraw.ts.
// Covers src/kind/transform/randOperation.ts, src/kind/transform/warp/euclidean.ts.
// Covers src/kind/transform/warp/similarity.ts, src/kind/transform/sizeAfter.ts.
import * as fc from 'fast-check'
import { describe, test } from 'vitest'
import type { Unit } from '../../src/codec/index.ts'
import type { Transform } from '../../src/kind/transform/transform.ts'
import { transforms } from '../../src/kind/transform/transforms.ts'
import { drawsFromKey, keepsImage, keepsSize, transformCase, writesTargets } from '../../src/testing/index.ts'

// Parameters come from the transform's own codec alone.
const all = Object.entries(transforms).map(
  ([name, transform]) => [name, transform as unknown as Unit<'transform', Transform, unknown>] as const,
)

const laws = { drawsFromKey, keepsSize, keepsImage, writesTargets }

describe.each(all)('%s', (_, transform) => {
  test.each(Object.entries(laws))('%s', (_name, law) => {
    fc.assert(fc.property(transformCase(transform), law(transform)), { seed: 4, numRuns: 60 })
  })
})
