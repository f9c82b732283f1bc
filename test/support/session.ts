import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { LedgerRecord } from '../../src/kind/step/step.ts'
import type { World } from '../../src/kind/step/world.ts'
import { modelParts } from '../../src/pipeline/plan/modelParts.ts'
import type { Plan } from '../../src/pipeline/plan/plan.ts'
import { type RunError, runError } from '../../src/prelude/errors.ts'
import { keyOf } from '../../src/prelude/key.ts'
import { render } from '../../src/prelude/render.ts'
import type { MetricsRow } from '../../src/run/folder/metricsRow.ts'
import type { PhaseContext, Stepped } from '../../src/run/train/after/afterStep.ts'
import type { RunEvent } from '../../src/run/train/event.ts'
import { initialWorld } from '../../src/run/train/initialWorld.ts'
import { type Session, type Setting, sessionOf } from '../../src/run/train/session.ts'
import { copyTensors } from '../../src/tensor/tensors.ts'
import { folderWith } from './folder.ts'
import { planFrom } from './pipelines.ts'

/** A pipeline with one model that keeps an average, and a ledger. */
const text = `
name: small
models: { student: { network: { smallConv: { channels: [2] } } } }
flows:
  labeled: [labeledImages, repeat, { decode: { size: 8 } }, { batch: { size: 2 } }]
  train:
    - zip: [labeled]
    - predict: { model: student, on: labeled.image, writes: labeled.probabilities }
    - record: { file: labeled.file, from: labeled.probabilities }
    - update: { model: student, loss: { supervised: { crossEntropy: { of: labeled.image, target: labeled.label } } } }
    - average: { model: student }
phases: [{ name: train, flow: train, until: { steps: 6 } }]
evaluate: { model: student, decode: { size: 8 }, every: 3 }
limits: { logEvery: 2 }
`

export interface SmallSession {
  readonly session: Session
  /** What the run announced, in order. */
  readonly events: readonly RunEvent[]
  readonly rows: readonly MetricsRow[]
  /** The files of the labels that steps recorded, by ledger. */
  readonly ledgers: Readonly<Record<string, readonly string[]>>
  /** Asks the run to stop. */
  readonly stop: () => void
}

const worldOf = (plan: Plan): World => {
  const world = initialWorld(plan, modelParts(plan), keyOf(3))
  if (E.isLeft(world)) throw new Error(render(world.left))
  return world.right
}

/**
 * A run under way that no disk knows, but for its checkpoints.
 *
 * @param tooMany whether too many images have failed
 */
export const smallSession = (change: Partial<Setting> = {}, tooMany = false): SmallSession => {
  const plan = change.plan ?? planFrom(text, 2)
  const events: RunEvent[] = []
  const rows: MetricsRow[] = []
  const ledgers: Record<string, string[]> = {}
  const controller = new AbortController()
  const overBudget: RunError | undefined = tooMany ? runError('Too many images cannot be used') : undefined
  const setting: Setting = {
    plan,
    runs: plan.runs,
    ledgers: { seenBy: () => () => E.left(runError('There is no ledger')), close: () => {} },
    models: modelParts(plan),
    data: { sets: {} as never, classes: ['dark', 'light'], validation: null, test: null },
    resources: { kept: () => null },
    key: keyOf(3),
    make: { pipeline: 'a', splits: 'b', seed: 3, backend: 'cpu' },
    checkpoint: null,
    checkpoints: join(folderWith({}), 'checkpoints'),
    records: {
      addMetrics: (row) => rows.push(row),
      addToLedger: (ledger, labels: readonly LedgerRecord[]) => {
        ledgers[ledger] = [...(ledgers[ledger] ?? []), ...labels.map(({ file }) => file.path)]
      },
      addToQuarantine: () => true,
      quarantined: () => 0,
      overBudget: () => overBudget,
      lengths: () => ({ metrics: 10 * rows.length }),
      close: () => {},
    },
    watch: (event) => events.push(event),
    stepsPerPhase: null,
    signal: controller.signal,
    ...change,
  }
  const session = sessionOf(setting, worldOf(plan))
  return { session, events, rows, ledgers, stop: () => controller.abort() }
}

/** The first phase of a session. */
export const phaseIn = ({ runs }: Session, change: Partial<PhaseContext> = {}): PhaseContext => ({
  run: runs[0]!,
  index: 0,
  until: 6,
  evaluated: true,
  ...change,
})

/** A world with the same numbers in tensors of its own. */
export const copyOf = (world: World): World => ({
  models: Object.fromEntries(
    Object.entries(world.models).map(([name, { parameters, statistics, slots, averages, updates }]) => [
      name,
      {
        parameters: copyTensors(parameters),
        statistics: copyTensors(statistics),
        slots: copyTensors(slots),
        averages: Object.fromEntries(
          Object.entries(averages).map(([average, variables]) => [
            average,
            { parameters: copyTensors(variables.parameters), statistics: copyTensors(variables.statistics) },
          ]),
        ),
        updates: updates + 1,
      },
    ]),
  ),
  states: Object.fromEntries(Object.entries(world.states).map(([name, state]) => [name, copyTensors(state)])),
})

/** A step that was made, with nothing to say; its world is the session's until it is given another. */
export const stepped = (session: Session, step: number, advance: Partial<Stepped['advance']> = {}): Stepped => ({
  advance: { world: session.world, metrics: {}, records: [], warnings: [], ...advance },
  progress: { step, origins: { labeled: { position: 2 * step - 1, part: 0 } } },
  load: () => [],
})
