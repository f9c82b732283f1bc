import {
  add,
  keep,
  log,
  mean,
  mul,
  neg,
  relu,
  reshape,
  scalar,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { each, output, scalarOf, shared } from '../../src/kind/loss/input.ts'
import { type Demand, defineLoss } from '../../src/kind/loss/loss.ts'
import { decomposes, hasFiniteSlopes, lossCase, tidies } from '../../src/testing/index.ts'
import { holdsFor } from '../support/laws.ts'
import { useBackend } from '../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const inputs = { logits: output(), target: each('embedding', 'what the output should be', 'logits') }

type PerExample = (logits: Tensor, target: Tensor) => Tensor

const loss = (perExample: PerExample, demand?: Demand) =>
  defineLoss({
    name: 'tried',
    summary: 'a loss under test',
    inputs,
    ...(demand === undefined ? {} : { demand }),
    perExample:
      () =>
      ({ logits, target }) =>
        perExample(logits, target) as Tensor1D,
  })

const holds = (tried: ReturnType<typeof loss>, law: typeof decomposes): boolean => holdsFor(lossCase(tried), law(tried))

const distance: PerExample = (logits, target) => sum(square(sub(logits, target)), 1)

test.each(Object.entries({ decomposes, hasFiniteSlopes, tidies }))('a sound loss: %s', (_, law) => {
  expect(holds(loss(distance), law)).toBe(true)
})

test('a loss with a shared field and a number decomposes', () => {
  const tried = defineLoss({
    name: 'tried',
    summary: 'a loss under test',
    inputs: { logits: output(), center: shared('embedding', 'rows for all'), scale: scalarOf('a factor', 1) },
    perExample:
      () =>
      ({ logits, center, scale }) =>
        mul(sum(square(sub(logits, mean(center, 0, true))), 1), scale) as Tensor1D,
  })
  expect(holdsFor(lossCase(tried), decomposes(tried))).toBe(true)
})

describe('a loss that breaks a law is caught', () => {
  test('by a mean where there should be none', () => {
    expect(
      holds(
        loss((a, b) => add(mul(distance(a, b), 0), mean(distance(a, b)))),
        decomposes,
      ),
    ).toBe(false)
  })

  test('by losses that are one number', () => {
    expect(
      holds(
        loss((a, b) => mean(distance(a, b))),
        decomposes,
      ),
    ).toBe(false)
    expect(
      holds(
        loss((a, b) => reshape(mean(distance(a, b)), [1])),
        hasFiniteSlopes,
      ),
    ).toBe(false)
  })

  test('by a look at its neighbors, unless it demands groups', () => {
    const compares: PerExample = (a) => sum(sub(a, mean(a, 0, true)), 1)
    expect(holds(loss(compares), decomposes)).toBe(false)
    expect(holds(loss(compares, { groups: null, atLeast: 2, members: 1 }), decomposes)).toBe(true)
  })

  test('by a loss, and by a slope, that is not finite', () => {
    expect(
      holds(
        loss((a) => sum(log(relu(a)), 1)),
        hasFiniteSlopes,
      ),
    ).toBe(false)
    // The square root of 0 is 0, but its slope is infinite.
    expect(
      holds(
        loss((a) => sum(mul(sqrt(relu(neg(square(a)))), a), 1)),
        hasFiniteSlopes,
      ),
    ).toBe(false)
  })

  test('by keeping a tensor', () => {
    const kept: Tensor[] = []
    const bad = loss((a, b) => {
      kept.push(keep(scalar(1)))
      return distance(a, b)
    })
    expect(holds(bad, tidies)).toBe(false)
    for (const tensor of kept) tensor.dispose()
  })
})
