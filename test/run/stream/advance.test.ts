import { memory, ones } from '@tensorflow/tfjs-core'
import { concatMap, lastValueFrom, map, take, toArray } from 'rxjs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Mention } from '../../../src/codec/index.ts'
import type { Outcome } from '../../../src/kind/step/step.ts'
import { flattenWorld, type World } from '../../../src/kind/step/world.ts'
import type { StepNode } from '../../../src/pipeline/plan/plan.ts'
import { type Advance, advanceBy } from '../../../src/run/stream/advance.ts'
import { disposeTensors } from '../../../src/tensor/ownership.ts'
import { numbersOf, opened, statesOf, type TinyPhaseOptions, tinyPhase } from '../../support/tinyPhase.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

/** The first step of a phase, and how many tensors there were before its batch was joined. */
const firstStep = (options: TinyPhaseOptions): Promise<{ readonly advance: Advance; readonly before: number }> => {
  const stream = opened(options)
  const advance = advanceBy(options.flow.steps, options.models)
  return lastValueFrom(
    stream.samples.pipe(
      take(1),
      concatMap(async (samples) => {
        const before = memory().numTensors
        return { before, advance: advance(options.world, stream.collate(samples), stream.momentOf(options.progress)) }
      }),
    ),
  )
}

const tensorsOf = (world: World) => new Set(Object.values(flattenWorld(world)))

describe('laws', () => {
  test('the number of tensors is flat over 200 steps', async () => {
    const before = memory().numTensors
    const options = tinyPhase({ steps: 200 })
    const all = await lastValueFrom(
      statesOf(options).pipe(
        map(({ world }) => ({ world, count: memory().numTensors })),
        toArray(),
      ),
    )
    expect(all.length).toBe(200)
    expect(new Set(all.map(({ count }) => count)).size).toBe(1)
    disposeTensors(flattenWorld(all.at(-1)!.world))
    expect(memory().numTensors).toBe(before)
  })

  test('after a step there are the tensors from before and those that the old world does not share', async () => {
    const options = tinyPhase()
    const { advance, before } = await firstStep(options)
    const old = tensorsOf(options.world)
    const fresh = [...tensorsOf(advance.world)].filter((tensor) => !old.has(tensor))
    expect(fresh.length).toBeGreaterThan(0)
    expect(memory().numTensors).toBe(before + fresh.length)
    disposeTensors([...fresh, ...old])
  })

  test('the old world stays as it was, so a caller can go on with it', async () => {
    const options = tinyPhase()
    const numbers = numbersOf(options.world)
    const { advance } = await firstStep(options)
    expect(numbersOf(options.world)).toEqual(numbers)
    expect(numbersOf(advance.world)).not.toEqual(numbers)
  })
})

test('metrics have the id of their step before their names', async () => {
  const { advance } = await firstStep(tinyPhase())
  expect(Object.keys(advance.metrics)).toEqual(
    expect.arrayContaining(['train.update.supervised', 'train.update.consistency', 'train.update.total']),
  )
  expect(advance.records).toEqual([])
  expect(advance.warnings).toEqual([])
})

describe('a step that does not keep its word is refused', () => {
  /** A flow whose last step logs another metric, or writes less. */
  const advanceWith = (change: (outcome: Outcome) => Outcome) => {
    const options = tinyPhase()
    const steps = options.flow.steps.map((node): StepNode => {
      const run: StepNode['use']['run'] = (parts) => {
        const inner = node.use.run(parts)
        return (...given) => change(inner(...given))
      }
      return { ...node, use: { ...node.use, run } }
    })
    return firstStep({ ...options, flow: { ...options.flow, steps } })
  }

  test('a metric that it does not declare', async () => {
    const change = (outcome: Outcome): Outcome => ({ ...outcome, metrics: { ...outcome.metrics, other: 1 } })
    await expect(advanceWith(change)).rejects.toThrow(/Expected no metric but those declared by .*, received other/)
  })

  test('a metric that is no number', async () => {
    const change = (outcome: Outcome): Outcome => {
      const names = Object.keys(outcome.metrics ?? {})
      return { ...outcome, metrics: Object.fromEntries(names.map((name) => [name, ones([2]) as never])) }
    }
    await expect(advanceWith(change)).rejects.toThrow(/Expected a number at the metric .*, received \[2\]/)
  })

  test('a field that it does not write', async () => {
    const options = tinyPhase()
    const [first, ...others] = options.flow.steps
    const gone: Mention = { name: 'gone', role: { of: 'write', kind: 'mask' }, path: [] }
    const steps = [{ ...first!, mentions: [...first!.mentions, gone] }, ...others]
    const run = firstStep({ ...options, flow: { ...options.flow, steps } })
    await expect(run).rejects.toThrow(/Expected the field gone from the step .*, received nothing/)
  })
})
