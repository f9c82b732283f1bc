import { concatMap, type Observable } from 'rxjs'
import type { LabeledImage, Resources, UnlabeledImage } from '../../kind/definition.ts'
import { type FileRef, type Frame, fileOf, imageOf, numberOf } from '../../kind/field/frame.ts'
import type { Network } from '../../kind/network/network.ts'
import { operators } from '../../kind/registry.ts'
import type { ModelState } from '../../kind/step/world.ts'
import { checkFlow } from '../../pipeline/check/checkFlow.ts'
import type { Spec } from '../../pipeline/spec/spec.ts'
import type { DataError } from '../../prelude/errors.ts'
import { keyOf } from '../../prelude/key.ts'
import { beginning, settle } from '../../stream/item.ts'
import { map, type Sequence } from '../../stream/sequence.ts'
import { type Branch, branch } from '../stream/branch.ts'
import { ask } from './ask.ts'
import type { Way } from './evaluation.ts'

/** Images whose class is known, or not. */
export type Images = { readonly labeled: Sequence<LabeledImage> } | { readonly unlabeled: Sequence<UnlabeledImage> }

export interface ScanOptions {
  readonly images: Images
  readonly decode: Spec['evaluate']['decode']
  /** Views by the name under which a way asks for them. */
  readonly views: Spec['evaluate']['views']
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
  /** Probabilities in each way that was asked for: one row of `classes` values for each file. */
  readonly probabilities: readonly Float32Array[]
}

const samplesOf = (images: Images): Sequence<Frame> =>
  'labeled' in images
    ? map(({ file, category }: LabeledImage) => ({ file, label: category }))(images.labeled)
    : map(({ file }: UnlabeledImage) => ({ file }))(images.unlabeled)

const decodeDefaults = { from: 'file', writes: 'image', keep: true }

/**
 * Streams images once, in order and un-augmented but for the views that are averaged, through a model: what evaluation and labeling have in
 * common. It is a flow like any other (source, decode, batch), so the same bounds hold: at most two batches of decoded images are alive.
 */
export const scan = (
  options: ScanOptions,
  network: Network,
  state: ModelState,
  ways: readonly Way[],
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
  const answer = ask(network, state, ways, options.views)
  const scanned = flow.batches.pipe(
    concatMap(async (items): Promise<Scanned> => {
      const samples = items.map(({ value: { frame, key } }) => ({ frame, image: imageOf(frame, 'image'), key }))
      const probabilities = answer(samples)
      settle(items, 'used')
      return {
        files: samples.map(({ frame }) => fileOf(frame, 'file')),
        labels: Int32Array.from(source === 'labeledImages' ? samples.map(({ frame }) => numberOf(frame, 'label')) : []),
        probabilities,
      }
    }),
  )
  return { scanned, branch: flow }
}
