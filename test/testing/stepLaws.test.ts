import { keep, scalar } from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { temper } from '../../fixtures/operators/negative.ts'
import { nothing } from '../../src/codec/index.ts'
import { defineStep, type Step } from '../../src/kind/step/step.ts'
import { declaresFields, leaksNothing, repeatable, stepCase } from '../../src/testing/index.ts'
import { holdsFor } from '../support/laws.ts'
import { useBackend } from '../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

test.each(Object.entries({ repeatable, leaksNothing, declaresFields }))('a step of a user: %s', (_, law) => {
  fc.assert(fc.property(stepCase(temper), law(temper)), { seed: 1 })
})

describe('a step that breaks a law is caught', () => {
  const step = (
    run: ReturnType<Step['run']>,
    infer: Step['infer'] = () => E.right({}),
    metrics: readonly string[] = [],
  ) =>
    defineStep({
      name: 'bad',
      summary: 'breaks a law',
      params: nothing,
      use: () => ({ infer, metrics, run: () => run }),
    })

  const holds = (bad: ReturnType<typeof step>, law: typeof leaksNothing): boolean => holdsFor(stepCase(bad), law(bad))

  test('by keeping a tensor', () => {
    const kept: ReturnType<typeof scalar>[] = []
    const bad = step(() => {
      kept.push(keep(scalar(1)))
      return {}
    })
    expect(holds(bad, leaksNothing)).toBe(false)
    for (const tensor of kept) tensor.dispose()
  })

  test('by a state of its own', () => {
    let calls = 0
    const bad = step(() => ({ metrics: { calls: calls++ } }))
    expect(holds(bad, repeatable)).toBe(false)
  })

  test('by a field that is not there', () => {
    const bad = step(
      () => ({}),
      () => E.right({ promised: { kind: 'scalar', shape: [] } }),
    )
    expect(holds(bad, declaresFields)).toBe(false)
  })

  test('by a metric that it does not declare, and by one that it does not log', () => {
    expect(
      holds(
        step(() => ({ metrics: { rate: 1 } })),
        declaresFields,
      ),
    ).toBe(false)
    expect(
      holds(
        step(() => ({}), undefined, ['rate']),
        declaresFields,
      ),
    ).toBe(false)
    expect(
      holds(
        step(() => ({ metrics: { rate: 1 } }), undefined, ['rate']),
        declaresFields,
      ),
    ).toBe(true)
  })

  test('by a use that no check would let pass', () => {
    const never = step(
      () => ({}),
      () => E.left([{ path: [], expected: 'another', received: 'this' }]),
    )
    expect(() => fc.assert(fc.property(stepCase(never), repeatable(never)), { seed: 1 })).toThrow(
      'Expected a use of bad that a check lets pass, received 2000 others in a row',
    )
  })
})
