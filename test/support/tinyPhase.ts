import * as E from 'fp-ts/lib/Either.js'
import { concatMap, type Observable, takeWhile } from 'rxjs'
import { field, record, writes } from '../../src/codec/index.ts'
import { pixels } from '../../src/image/raster.ts'
import { fileOf } from '../../src/kind/field/frame.ts'
import { builtIn, type Registry } from '../../src/kind/registry.ts'
import type { Sets } from '../../src/kind/source/imageSets.ts'
import { defineStage } from '../../src/kind/stage/stage.ts'
import { handOver } from '../../src/kind/step/handOver.ts'
import type { ModelParts } from '../../src/kind/step/step.ts'
import { flattenWorld, type World } from '../../src/kind/step/world.ts'
import { modelParts } from '../../src/pipeline/plan/modelParts.ts'
import { load } from '../../src/pipeline/read/load.ts'
import { dataError, runError } from '../../src/prelude/errors.ts'
import { fold, keyOf } from '../../src/prelude/key.ts'
import { render } from '../../src/prelude/render.ts'
import { advanceBy } from '../../src/run/stream/advance.ts'
import {
  type PhaseOptions,
  type PhaseSamples,
  type PhaseStream,
  phaseStream,
} from '../../src/run/stream/phaseStream.ts'
import { type Progress, start } from '../../src/run/stream/progress.ts'
import { initialWorld } from '../../src/run/train/initialWorld.ts'
import { settle } from '../../src/stream/item.ts'
import { sequenceOf } from '../../src/stream/sequence.ts'

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await undefined
}

/** Replaces decode: computes pictures. Some take longer than others, and every fifth unlabeled file is broken. */
const paint = (timing: number) =>
  defineStage({
    name: 'paint',
    summary: 'a picture of its file',
    params: record({ writes: field(writes('image'), 'the field for the image', 'image') }),
    use: ({ writes: name }) => ({
      infer: () => E.right({ [name]: { kind: 'image', shape: [4, 4, 3] } }),
      run: () => async (frame) => {
        const { set, index, path } = fileOf(frame, 'file')
        await turns((index * timing) % 7)
        return set === 'unlabeled' && index % 5 === 4
          ? E.left(dataError(path, 'paint', 'broken'))
          : E.right([{ ...frame, [name]: pixels(4, 4, 3, (x, y) => 100 * (index % 2) + 10 * x + y + index) }])
      },
    }),
  })

/** Two pictures of one: a stage that gives more frames than it is given. */
const twice = defineStage({
  name: 'twice',
  summary: 'each sample twice',
  params: record({}),
  use: () => ({ infer: () => E.right({}), run: () => (frame) => E.right([frame, frame]) }),
})

const text = `
name: tiny
models: { student: { network: { smallConv: { channels: [2] } } } }
flows:
  labeled: [labeledImages, shuffle, repeat, paint, { augment: { weak: flip } }, { batch: { size: 2 } }]
  unlabeled: [unlabeledImages, shuffle, repeat, paint, twice, { augment: { weak: flip } }, { batch: { size: 3 } }]
  train:
    - zip: [labeled, unlabeled]
    - predict: { model: student, on: unlabeled.weak, writes: probabilities }
    - confident: { from: probabilities, atLeast: 0.5, writes: mask }
    - update:
        model: student
        loss:
          supervised: { crossEntropy: { of: labeled.weak, target: labeled.label } }
          consistency: { crossEntropy: { of: unlabeled.weak, target: probabilities }, mask: mask }
    - average: { model: student }
phases: [{ name: train, flow: train, until: { steps: 6 } }]
evaluate: { model: student, decode: { size: 4 }, every: 6 }
`

const files = (set: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ set, index, path: `${set}/${index}` }))

const sets: Sets = {
  labeled: sequenceOf(files('labeled', 5).map((file) => ({ file, category: file.index % 2 }))),
  unlabeled: sequenceOf(files('unlabeled', 17).map((file) => ({ file }))),
  labeledAmongUnlabeled: false,
  ledger: () => E.left(runError('There is no ledger')),
}

export interface TinyPhase {
  readonly concurrency?: number
  readonly inFlight?: number | null
  /** Decides how many turns of the event loop each picture takes. */
  readonly timing?: number
  readonly steps?: number
}

const key = keyOf(11)

/** A phase on images that no disk holds, and everything that its steps need. */
export interface TinyPhaseOptions extends PhaseOptions {
  readonly models: Readonly<Record<string, ModelParts>>
  readonly world: World
}

/** The options of a phase of a few steps on pictures that no disk holds, with a world of its own. */
export const tinyPhase = ({
  concurrency = 4,
  inFlight = null,
  timing = 3,
  steps = 6,
}: TinyPhase = {}): TinyPhaseOptions => {
  const limits = `limits: { concurrency: ${concurrency}, inFlight: ${inFlight} }\n`
  const registry: Registry = { ...builtIn, stage: { ...builtIn.stage, paint: paint(timing), twice } }
  const loaded = load('tiny.yaml', text + limits, registry, [], 2)
  if (E.isLeft(loaded)) throw new Error(loaded.left.map(render).join('\n'))
  const { plan } = loaded.right
  const models = modelParts(plan)
  const world = initialWorld(plan, models, key)
  if (E.isLeft(world)) throw new Error(render(world.left))
  return {
    flow: plan.flows['train']!,
    limits: plan.spec.limits,
    steps,
    models,
    classes: ['even', 'odd'],
    sets,
    resources: { kept: () => null },
    key: fold(key, 'phase', 'train'),
    world: world.right,
    progress: start,
    onFailure: () => {},
  }
}

/** A phase whose samples can be had. */
export const opened = (options: PhaseOptions): PhaseStream => {
  const phase = phaseStream(options)
  if (E.isLeft(phase)) throw new Error(render(phase.left))
  return phase.right
}

/** A world and where its phase stands. */
export interface PhaseState {
  readonly world: World
  readonly progress: Progress
}

const originsOf = (samples: PhaseSamples): Progress['origins'] =>
  Object.fromEntries(Object.entries(samples).map(([name, items]) => [name, items.at(-1)!.origin]))

/** The states of a phase, one for each step, without any work between steps. Disposes the old world of each step. */
export const statesOf = (options: TinyPhaseOptions, stream: PhaseStream = opened(options)): Observable<PhaseState> => {
  const advance = advanceBy(options.flow.steps, options.models)
  let state: PhaseState = { world: options.world, progress: options.progress }
  return stream.samples.pipe(
    concatMap(async (samples) => {
      const { world } = advance(state.world, stream.collate(samples), stream.momentOf(state.progress))
      handOver(state.world, world)
      state = { world, progress: { step: state.progress.step + 1, origins: originsOf(samples) } }
      for (const items of Object.values(samples)) settle(items, 'used')
      return state
    }),
    takeWhile(({ progress }) => options.steps === null || progress.step < options.steps, true),
  )
}

/** Every number of a world, by name. */
export const numbersOf = (world: World): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries(Object.entries(flattenWorld(world)).map(([name, tensor]) => [name, [...tensor.dataSync()]]))

/** What a state is, as data. */
export const seen = ({ world, progress }: PhaseState) => ({ progress, numbers: numbersOf(world) })
