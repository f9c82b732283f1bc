import { keep, scalar } from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { invert, temper } from '../../fixtures/operators/negative.ts'
import { count, field, nothing, number, reads, record, writes } from '../../src/codec/index.ts'
import { raster } from '../../src/image/raster.ts'
import { defineStage, defineStep, type Stage, type Step } from '../../src/kind/definition.ts'
import { imageOf } from '../../src/kind/field/frame.ts'
import {
  arbitrary,
  conserves,
  declares,
  declaresFields,
  deterministic,
  leaksNothing,
  pure,
  repeatable,
  stageCase,
  stepCase,
} from '../../src/testing/index.ts'
import { useBackend } from '../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

describe("a user's operators obey them", () => {
  test.each(Object.entries({ deterministic, pure, conserves, declares }))('invert is %s', async (_, law) => {
    await fc.assert(fc.asyncProperty(stageCase(invert), law(invert)), { seed: 1 })
  })

  test.each(Object.entries({ repeatable, leaksNothing, declaresFields }))('temper: %s', (_, law) => {
    fc.assert(fc.property(stepCase(temper), law(temper)), { seed: 1 })
  })
})

describe('an operator that breaks one is caught', () => {
  const Params = record({ from: field(reads('image'), 'the image', 'image') })
  const stage = (run: Stage<{ readonly from: string }>['run']) =>
    defineStage({ name: 'bad', summary: 'breaks a law', params: Params, infer: () => E.right({}), run })

  const holds = async (bad: Stage<{ readonly from: string }>, law: typeof pure): Promise<boolean> => {
    const { failed } = await fc.check(fc.asyncProperty(stageCase(bad), law(bad)), { seed: 1, numRuns: 5 })
    return !failed
  }

  test('by chance of its own', async () => {
    let calls = 0
    expect(
      await holds(
        stage(() => (frame) => E.right([{ ...frame, calls: calls++ }])),
        deterministic,
      ),
    ).toBe(false)
  })

  test('by writing to its input', async () => {
    const bad = stage(({ from }) => (frame) => {
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
    expect(
      await holds(
        stage(() => (frame) => E.right([{ ...frame, more: 1 }])),
        declares,
      ),
    ).toBe(false)
    const smaller = defineStage({
      ...stage(() => (frame) => E.right([{ ...frame, small: raster(1, 1, 1, new Uint8Array(1)) }])),
      infer: ({ from }, given) => E.right({ small: given[from]! }),
    })
    expect(await holds(smaller, declares)).toBe(false)
  })

  const step = (run: Step<object>['run'], infer: Step<object>['infer'] = () => E.right({})) =>
    defineStep({ name: 'bad', summary: 'breaks a law', params: nothing, infer, run })

  const stepHolds = (bad: ReturnType<typeof step>, law: typeof leaksNothing): boolean =>
    !fc.check(fc.property(stepCase(bad), law(bad)), { seed: 1, numRuns: 5 }).failed

  test('by keeping a tensor', () => {
    const kept: ReturnType<typeof scalar>[] = []
    const bad = step(() => () => {
      kept.push(keep(scalar(1)))
      return {}
    })
    expect(stepHolds(bad, leaksNothing)).toBe(false)
    for (const tensor of kept) tensor.dispose()
  })

  test('by a state of its own', () => {
    let calls = 0
    expect(
      stepHolds(
        step(() => () => ({ metrics: { calls: calls++ } })),
        repeatable,
      ),
    ).toBe(false)
  })

  test('by a field that is not there', () => {
    const bad = step(
      () => () => ({}),
      () => E.right({ promised: { kind: 'scalar', shape: [] } }),
    )
    expect(stepHolds(bad, declaresFields)).toBe(false)
  })

  test('by a use that no check would let pass', () => {
    const never = step(
      () => () => ({}),
      () => E.left([{ path: [], expected: 'another', received: 'this' }]),
    )
    expect(() => fc.assert(fc.property(stepCase(never), repeatable(never)), { seed: 1 })).toThrow(
      'Expected a use of bad that a check lets pass, received 2000 others in a row',
    )
  })
})

describe('arbitrary', () => {
  const params = record({
    size: field(count, 'pixels'),
    share: field(number({ min: 0, max: 1, open: true }), 'a share', 0.5),
    from: field(reads('image'), 'the image', 'image'),
    to: field(writes('image'), 'the result', 'result'),
  })

  test('is valid', () => {
    fc.assert(
      fc.property(arbitrary(params), (made) => params.is(made)),
      { seed: 2 },
    )
  })

  test('uses fallbacks now and then, and other values too', () => {
    const shares = fc.sample(arbitrary(params), { seed: 2, numRuns: 60 }).map(({ share }) => share)
    expect(shares).toContain(0.5)
    expect(new Set(shares).size).toBeGreaterThan(10)
  })
})
