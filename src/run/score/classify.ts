import { concatMap, type Observable } from 'rxjs'
import { filled } from '../../codec/index.ts'
import { decodeParams } from '../../image/decodeParams.ts'
import { type FileRef, type Frame, fileOf, imageOf, numberOf } from '../../kind/field/frame.ts'
import type { Network } from '../../kind/network/network.ts'
import type { LabeledImage, UnlabeledImage } from '../../kind/source/imageSets.ts'
import { decode } from '../../kind/stage/decode.ts'
import type { Resources } from '../../kind/stage/stage.ts'
import type { ModelState } from '../../kind/step/world.ts'
import type { Spec } from '../../pipeline/spec/spec.ts'
import type { DataError } from '../../prelude/errors.ts'
import { keyOf } from '../../prelude/key.ts'
import { beginning, settle } from '../../stream/item.ts'
import { map, type Sequence } from '../../stream/sequence.ts'
import { type Branch, branch } from '../stream/branch.ts'
import { answer } from './answer.ts'
import type { Way } from './evaluation.ts'

/** Images with a known class, or without one. */
export type Images = { readonly labeled: Sequence<LabeledImage> } | { readonly unlabeled: Sequence<UnlabeledImage> }

export interface ClassifyOptions {
  readonly images: Images
  readonly decode: Spec['evaluate']['decode']
  /** Sets of views, by name. */
  readonly views: Spec['evaluate']['views']
  readonly batch: number
  readonly concurrency: number
  readonly resources: Resources
  readonly onFailure: (failure: DataError) => void
}

/** The answers of a model about a batch of images. */
export interface Classified {
  readonly files: readonly FileRef[]
  /** Class indices of labeled images; empty for unlabeled ones. */
  readonly labels: Int32Array
  /** Probabilities in each way, [files, classes]. */
  readonly probabilities: readonly Float32Array[]
}

const samplesOf = (images: Images): Sequence<Frame> =>
  'labeled' in images
    ? map(({ file, category }: LabeledImage): Frame => ({ file, label: category }))(images.labeled)
    : map(({ file }: UnlabeledImage): Frame => ({ file }))(images.unlabeled)

/** The stage `decode` with the parameters of an evaluation. */
const decodeStage = (params: ClassifyOptions['decode']) => {
  const all = filled(decode.params, decodeParams.encode(params)) as Parameters<typeof decode.use>[0]
  return { id: 'images.decode', name: decode.name, use: decode.use(all) }
}

/**
 * Streams images through a model, once and in order. Evaluation and labeling share it.
 *
 * It is a flow like any other, so the same bounds hold: at most two batches of decoded images are alive. Images
 * are not augmented, apart from the views that a way averages.
 *
 * - An unusable image is reported and left out.
 * - Nothing is read before somebody subscribes.
 */
export const classify = (
  options: ClassifyOptions,
  network: Network,
  state: ModelState,
  ways: readonly Way[],
): { readonly classified: Observable<Classified>; readonly branch: Branch } => {
  const { images, batch, concurrency, resources, onFailure } = options
  const flow = branch({
    name: 'images',
    samples: samplesOf(images),
    stages: [decodeStage(options.decode)],
    size: batch,
    last: 'keep',
    resources,
    key: keyOf(0),
    after: beginning,
    inFlight: null,
    concurrency,
    onFailure,
  })
  const ask = answer(network, state, ways, options.views)
  const classified = flow.batches.pipe(
    concatMap(async (items): Promise<Classified> => {
      const samples = items.map(({ value: { frame, key } }) => ({ frame, image: imageOf(frame, 'image'), key }))
      const probabilities = ask(samples)
      settle(items, 'used')
      return {
        files: samples.map(({ frame }) => fileOf(frame, 'file')),
        labels: Int32Array.from('labeled' in images ? samples.map(({ frame }) => numberOf(frame, 'label')) : []),
        probabilities,
      }
    }),
  )
  return { classified, branch: flow }
}
