import { join } from 'node:path'
import { add, type Scalar, scalar, zeros } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, expect, test } from 'vitest'
import { count, field, optional, record, stateName } from '../../src/codec/index.ts'
import { builtIn, type Registry } from '../../src/kind/registry.ts'
import { defineStep } from '../../src/kind/step/step.ts'
import { withState } from '../../src/kind/step/world.ts'
import { load } from '../../src/pipeline/read/load.ts'
import { render } from '../../src/prelude/render.ts'
import { folderWith } from '../support/folder.ts'
import { tinyFolder } from '../support/images.ts'
import { runOf, stepsOf, tryRun } from '../support/run.ts'
import { useBackend } from '../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

/** Counts its calls in a state, which has a row of some width beside the count. */
const counter = defineStep({
  name: 'counter',
  summary: 'counts its calls in a state',
  params: record({
    state: field(optional(stateName), 'the state that it shares', null),
    width: field(count, 'numbers beside the count', 2),
  }),
  use: ({ state, width }) => ({
    infer: () => E.right({}),
    metrics: ['calls'],
    state: { name: state, start: () => ({ calls: scalar(0), row: zeros([width]) }) },
    run: (parts) => (world) => {
      const old = world.states[parts.state]!
      const calls = add(old['calls']!, 1) as Scalar
      return { world: withState(world, parts.state, { ...old, calls }), metrics: { calls: add(calls, 0) as Scalar } }
    },
  }),
})

const registry: Registry = { ...builtIn, step: { ...builtIn.step, counter } }

const text = (steps: readonly string[], phases: readonly string[]): string => `
name: states
models: { student: { network: { smallConv: { channels: [2] } } } }
flows:
  train:
    - labeledImages
    - repeat
    - decode: { size: 8 }
    - batch: { size: 2 }
${steps.map((step) => `    - ${step}`).join('\n')}
    - update: { model: student, loss: { own: { crossEntropy: { of: image, target: label } } } }
phases:
${phases.map((phase) => `  - ${phase}`).join('\n')}
evaluate: { model: student, decode: { size: 8 }, every: 4 }
limits: { logEvery: 1 }
`

const request = async (steps: readonly string[], phases: readonly string[]) => ({
  registry,
  text: text(steps, phases),
  labeled: await tinyFolder(4),
  out: join(folderWith({}), 'run'),
})

const first = '{ name: first, flow: train, until: { steps: 2 } }'

const callsOf = async (steps: readonly string[], second: string): Promise<readonly (readonly number[])[]> => {
  const phases = [first, `{ name: second, flow: train, ${second}until: { steps: 1 } }`]
  return stepsOf(await runOf(await request(steps, phases))).map(({ metrics }) =>
    Object.entries(metrics).flatMap(([name, value]) => (name.endsWith('.calls') ? [value] : [])),
  )
}

test('steps share a state that they name, and it goes on over phases until it is reset', async () => {
  const shared = ['counter: { state: memory }', 'counter: { state: memory }']
  expect(await callsOf(shared, '')).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ])
  expect((await callsOf(shared, 'begin: [{ reset: { state: memory } }], ')).at(-1)).toEqual([1, 2])
})

test('a state without a name is that of one step, and starts again with every phase', async () => {
  expect(await callsOf(['counter', 'counter'], '')).toEqual([
    [1, 1],
    [2, 2],
    [1, 1],
  ])
})

test('a reset of an unknown state is refused, with the nearest one', () => {
  const phases = [first, '{ name: second, flow: train, begin: [{ reset: { state: memry } }], until: { steps: 1 } }']
  const loaded = load('states.yaml', text(['counter: { state: memory }'], phases), registry)
  expect(E.isLeft(loaded) && loaded.left.map(render)).toEqual([
    'states.yaml:14:60: Expected a state that a step keeps (memory) at phases.1.begin.0.reset.state, received "memry"; did you mean "memory"?',
  ])
})

test('steps that disagree about what a shared state holds fail the run before the first step', async () => {
  const steps = ['counter: { state: memory }', 'counter: { state: memory, width: 3 }']
  const events: string[] = []
  const ended = await tryRun({ ...(await request(steps, [first])), watch: ({ kind }) => events.push(kind) })
  expect(E.isLeft(ended) && ended.left.map(render)).toEqual([
    'The state memory holds calls [], row [2] for train.counter, and calls [], row [3] for train.counter2. Give both steps the same sizes, or each a state of its own',
  ])
  expect(events).not.toContain('step')
})
