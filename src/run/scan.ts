import { argMax, softmax, type Tensor2D, type Tensor4D, tidy } from '@tensorflow/tfjs-core'
import { concatMap, type Observable } from 'rxjs'
import type { Network } from '../network/network.ts'
import type { LabeledImage, Resources, UnlabeledImage } from '../operator/definition.ts'
import { type FileRef, type Frame, filesOf, tensorOf } from '../operator/frame.ts'
import { type ModelState, variablesOf, type Weights } from '../operator/world.ts'
import { type Branch, branch } from '../pipeline/branch.ts'
import { checkFlow } from '../pipeline/checkFlow.ts'
import { operators } from '../pipeline/registry.ts'
import type { Spec } from '../pipeline/spec.ts'
import type { DataError } from '../prelude/errors.ts'
import { keyOf } from '../prelude/key.ts'
import { collate } from '../stage/collate.ts'
import { beginning, settle } from '../stream/item.ts'
import { map, type Sequence } from '../stream/sequence.ts'

/** Images whose class is known, or not. */
export type Images = { readonly labeled: Sequence<LabeledImage> } | { readonly unlabeled: Sequence<UnlabeledImage> }

export interface ScanOptions {
  readonly images: Images
  readonly decode: Spec['evaluate']['decode']
  readonly batch: number
  readonly concurrency: number
  readonly classes: number
  readonly resources: Resources
  readonly onFailure: (failure: DataError) => void
}

/** What a model says of a batch of images. */
export interface Scanned {
  readonly files: readonly FileRef[]
  /** Class indices where the images are labeled, else empty. */
  readonly labels: Int32Array
  /** Probabilities for each kind of weights that was asked for: one row of `classes` values for each file. */
  readonly probabilities: readonly Float32Array[]
}

const samplesOf = (images: Images): Sequence<Frame> =>
  'labeled' in images
    ? map(({ file, category }: LabeledImage) => ({ file, label: category }))(images.labeled)
    : map(({ file }: UnlabeledImage) => ({ file }))(images.unlabeled)

const decodeDefaults = { from: 'file', writes: 'image', keep: true }

/**
 * Streams images once, in order and un-augmented, through a model: what evaluation and labeling have in common. It is a flow like any other
 * (source, decode, batch), so the same bounds hold: at most two batches of decoded images are alive.
 */
export const scan = (
  options: ScanOptions,
  network: Network,
  state: ModelState,
  weights: readonly Weights[],
): { readonly scanned: Observable<Scanned>; readonly branch: Branch } => {
  const { images, batch, concurrency, classes, resources, onFailure } = options
  const source = 'labeled' in images ? ('labeledImages' as const) : ('unlabeledImages' as const)
  const { plan } = checkFlow(
    'images',
    [
      {
        name: source,
        params: source === 'labeledImages' ? { file: 'file', label: 'label' } : { file: 'file', labeledToo: false },
      },
      { name: 'decode', params: { ...decodeDefaults, ...options.decode } },
      { name: 'batch', params: { size: batch, last: 'keep' } },
    ],
    operators,
    { classes, heads: {}, averaged: new Set() },
    {},
  )
  const flow = branch({
    flow: plan,
    samples: samplesOf(images),
    resources,
    key: keyOf(0),
    after: beginning,
    inFlight: null,
    concurrency,
    onFailure,
  })
  const join = collate(plan.batch!.given, new Set(['file', 'image', 'label']), classes)
  const scanned = flow.batches.pipe(
    concatMap(async (items): Promise<Scanned> => {
      const fields = join(items.map(({ value }) => value.frame))
      const probabilities = weights.map((which) => {
        const rows = tidy(() =>
          softmax(
            network.apply(variablesOf(state, which), tensorOf(fields, 'image') as Tensor4D, {
              normalization: 'running',
              noise: null,
            }).outputs['label'] as Tensor2D,
          ),
        )
        const values = Float32Array.from(rows.dataSync())
        rows.dispose()
        return values
      })
      const labels =
        source === 'labeledImages'
          ? Int32Array.from(tidy(() => argMax(tensorOf(fields, 'label'), 1).dataSync()))
          : new Int32Array()
      for (const name of ['image', 'label']) if (name in fields) tensorOf(fields, name).dispose()
      settle(items, 'used')
      return { files: filesOf(fields, 'file'), labels, probabilities }
    }),
  )
  return { scanned, branch: flow }
}
