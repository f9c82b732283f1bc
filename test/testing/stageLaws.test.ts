import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { invert } from '../../fixtures/operators/negative.ts'
import { field, reads, record, type Unit, writes } from '../../src/codec/index.ts'
import { raster } from '../../src/image/raster.ts'
import { imageOf, numberOf, numbersOf } from '../../src/kind/field/frame.ts'
import { defineStage, type Stage } from '../../src/kind/stage/stage.ts'
import { conserves, declares, deterministic, pure, stageCase } from '../../src/testing/index.ts'

const laws = { deterministic, pure, conserves, declares }

const Params = record({ from: field(reads('image'), 'the image', 'image') })

type Bad = Unit<'stage', Stage, { readonly from: string }>

const stage = (run: (from: string) => ReturnType<Stage['run']>, infer: Stage['infer'] = () => E.right({})): Bad =>
  defineStage({
    name: 'bad',
    summary: 'breaks a law',
    params: Params,
    use: ({ from }) => ({ infer, run: () => run(from) }),
  })

const holds = async (bad: Bad, law: typeof pure): Promise<boolean> => {
  const { failed } = await fc.check(fc.asyncProperty(stageCase(bad), law(bad)), { seed: 1, numRuns: 5 })
  return !failed
}

test.each(Object.entries(laws))('a stage of a user is %s', async (_, law) => {
  await fc.assert(fc.asyncProperty(stageCase(invert), law(invert)), { seed: 1 })
})

describe('a stage of a user that reads a share and probabilities', () => {
  /** Keeps a sample whose class is sure enough for its share. */
  const sure = defineStage({
    name: 'sure',
    summary: 'a share times the greatest of some probabilities',
    params: record({
      share: field(reads('share'), 'the share', 'share'),
      from: field(reads('probabilities'), 'the probabilities', 'probabilities'),
      writes: field(writes('share'), 'the field for the product', 'sureness'),
    }),
    use: ({ share, from, writes: written }) => ({
      infer: () => E.right({ [written]: { kind: 'share', shape: [] } }),
      run: () => (frame) => {
        const product = numberOf(frame, share) * Math.max(...numbersOf(frame, from))
        return E.right([{ ...frame, [written]: product }])
      },
    }),
  })

  test('has samples of both', () => {
    const cases = fc.sample(stageCase(sure), { seed: 1, numRuns: 20 })
    for (const { params, frame } of cases) {
      const share = numberOf(frame, params.share)
      const probabilities = [...numbersOf(frame, params.from)]
      expect(share >= 0 && share <= 1).toBe(true)
      expect(probabilities.every((value) => value >= 0 && value <= 1)).toBe(true)
      expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5)
    }
  })

  test.each(Object.entries(laws))('is %s', async (_, law) => {
    await fc.assert(fc.asyncProperty(stageCase(sure), law(sure)), { seed: 1 })
  })
})

describe('a stage that breaks a law is caught', () => {
  test('by chance of its own', async () => {
    let calls = 0
    const bad = stage(() => (frame) => E.right([{ ...frame, calls: calls++ }]))
    expect(await holds(bad, deterministic)).toBe(false)
  })

  test('by writing to its input', async () => {
    const bad = stage((from) => (frame) => {
      imageOf(frame, from).data[0]! ^= 1
      return E.right([frame])
    })
    expect(await holds(bad, pure)).toBe(false)
  })

  test('by throwing', async () => {
    const bad = stage(() => () => {
      throw new Error('lost')
    })
    expect(await holds(bad, conserves)).toBe(false)
  })

  test('by a field that it does not declare, and by one of another size', async () => {
    const more = stage(() => (frame) => E.right([{ ...frame, more: 1 }]))
    expect(await holds(more, declares)).toBe(false)
    const smaller = stage(
      () => (frame) => E.right([{ ...frame, small: raster(1, 1, 1, new Uint8Array(1)) }]),
      (given) => E.right({ small: Object.values(given)[0]! }),
    )
    expect(await holds(smaller, declares)).toBe(false)
  })
})
