import * as E from 'fp-ts/lib/Either.js'
import { field, record, writes } from '../../src/codec/index.ts'
import { pixels } from '../../src/image/raster.ts'
import { defineStage, type Sets } from '../../src/kind/definition.ts'
import { fileOf } from '../../src/kind/field/frame.ts'
import { operators } from '../../src/kind/registry.ts'
import { handOver } from '../../src/kind/step/handOver.ts'
import { flattenWorld, type World } from '../../src/kind/step/world.ts'
import { modelParts } from '../../src/pipeline/plan/parts.ts'
import { load } from '../../src/pipeline/read/load.ts'
import { dataError, runError } from '../../src/prelude/errors.ts'
import { fold, keyOf } from '../../src/prelude/key.ts'
import { render } from '../../src/prelude/render.ts'
import { type CompiledPhase, compile, type PhaseOptions, type PhaseState, start } from '../../src/run/stream/compile.ts'
import { initialWorld } from '../../src/run/train/initialWorld.ts'
import { sequenceOf } from '../../src/stream/sequence.ts'

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await undefined
}

/**
 * Replaces decode: computes pictures instead of reading them.
 *
 * Some pictures take longer than others, and every fifth unlabeled file is broken.
 */
const paint = (timing: number) =>
  defineStage({
    name: 'paint',
    summary: 'a picture of its file',
    params: record({ writes: field(writes('image'), 'the field for the image', 'image') }),
    infer: ({ writes: name }) => E.right({ [name]: { kind: 'image', shape: [4, 4, 3] } }),
    run:
      ({ writes: name }) =>
      async (frame) => {
        const { set, index, path } = fileOf(frame, 'file')
        await turns((index * timing) % 7)
        return set === 'unlabeled' && index % 5 === 4
          ? E.left(dataError(path, 'paint', 'broken'))
          : E.right([{ ...frame, [name]: pixels(4, 4, 3, (x, y) => 100 * (index % 2) + 10 * x + y + index) }])
      },
  })

/** A stage that returns every frame twice. */
const twice = defineStage({
  name: 'twice',
  summary: 'each sample twice',
  params: record({}),
  infer: () => E.right({}),
  run: () => (frame) => E.right([frame, frame]),
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
  /** Determines how many turns of the event loop each picture takes. */
  readonly timing?: number
  readonly steps?: number
}

const key = keyOf(11)

const goOn: PhaseOptions['afterStep'] = async (advance, before) => {
  handOver(before, advance.world)
  return { world: advance.world, stop: false }
}

/** The options of a phase of a few steps on computed pictures, with a new world. */
export const tinyPhase = ({
  concurrency = 4,
  inFlight = null,
  timing = 3,
  steps = 6,
}: TinyPhase = {}): PhaseOptions => {
  const limits = `limits: { concurrency: ${concurrency}, inFlight: ${inFlight} }\n`
  const loaded = load('tiny.yaml', text + limits, { ...operators, paint: paint(timing), twice }, [], 2)
  if (E.isLeft(loaded)) throw new Error(loaded.left.map(render).join('\n'))
  const plan = loaded.right
  const models = modelParts(plan)
  return {
    plan,
    flow: 'train',
    steps,
    models,
    classes: ['even', 'odd'],
    sets,
    resources: { keptPixels: () => null },
    key: fold(key, 'phase', 'train'),
    world: initialWorld(plan, models, key),
    progress: start,
    onFailure: () => {},
    afterStep: goOn,
  }
}

/** A compiled phase. Mistakes fail the test with their message. */
export const compiled = (options: PhaseOptions): CompiledPhase => {
  const phase = compile(options)
  if (E.isLeft(phase)) throw new Error(render(phase.left))
  return phase.right
}

/** Every number of a world, by name. */
export const numbersOf = (world: World): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries(Object.entries(flattenWorld(world)).map(([name, tensor]) => [name, [...tensor.dataSync()]]))

/** The progress and the numbers of a state, as data. */
export const seen = ({ world, progress }: PhaseState) => ({ progress, numbers: numbersOf(world) })
