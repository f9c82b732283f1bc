import type { Scalar } from '@tensorflow/tfjs-core'
import type * as E from 'fp-ts/lib/Either.js'
import type { AnyCodec, Codec } from '../codec/index.ts'
import type { DecodeRequest } from '../image/decode.ts'
import type { Complaint, DataError, RunError } from '../prelude/errors.ts'
import type { Key } from '../prelude/key.ts'
import type { Sequence } from '../stream/sequence.ts'
import type { Dim, FieldTypes } from './field/fieldType.ts'
import type { Batch, FileRef, Frame } from './field/frame.ts'
import type { Network } from './network/network.ts'
import type { Optimizer } from './optimizer/optimizer.ts'
import type { Tensors, World } from './step/world.ts'

export type { Complaint }

/** What is known while a pipeline is checked, before any image is read. */
export interface Facts {
  readonly classes: Dim
  /** Output sizes of each model, by head; `pixels` (see `headSize`) for one output for each value of an image. */
  readonly heads: Readonly<Record<string, Readonly<Record<string, Dim>>>>
  /** Models of which some step keeps a moving average. */
  readonly averaged: ReadonlySet<string>
}

interface Base<P> {
  readonly name: string
  readonly summary: string
  readonly params: Codec<P>
}

/** The types of the fields that the operator writes, from those that it is given; field names stand in the parameters. */
export type Infer<P> = (params: P, given: FieldTypes, facts: Facts) => E.Either<readonly Complaint[], FieldTypes>

export interface UnlabeledImage {
  readonly file: FileRef
}

export interface LabeledImage extends UnlabeledImage {
  /** Index of its class. */
  readonly category: number
}

/** An image and the label that a ledger accepted for it. */
export interface LedgerImage extends LabeledImage {
  /** How sure whoever wrote the ledger was of the label, 0 to 1. */
  readonly confidence: number
  /** One for each class. */
  readonly probabilities: readonly number[]
}

/** The image sets of a run. */
export interface ImageSets {
  readonly labeled: Sequence<LabeledImage>
  readonly unlabeled: Sequence<UnlabeledImage>
  /** Whether the labeled images are among the unlabeled ones already. */
  readonly labeledAmongUnlabeled: boolean
}

/** What a source can open. */
export interface Sets extends ImageSets {
  /** The images of which a ledger has accepted a label, once each; the labeled images among them with their true labels, or left out. */
  readonly ledger: (name: string, labeledToo: boolean) => E.Either<RunError, Sequence<LedgerImage>>
}

/** Where the frames of a flow begin. */
export interface Source<P> extends Base<P> {
  readonly kind: 'source'
  readonly infer: Infer<P>
  readonly open: (params: P, sets: Sets) => E.Either<RunError, Sequence<Frame>>
}

/** What an order may use of the plan. */
export interface OrderParts {
  readonly id: string
  /** The fields that the order is given. */
  readonly given: FieldTypes
  /** The names of the classes. */
  readonly classes: readonly string[]
}

/** Samples as an order leaves them. */
export interface Ordered extends Sequence<Frame> {
  /** Sentences for whoever watches the run, before the first of them is used. */
  readonly warnings?: readonly string[]
}

/** Changes which samples come, and in which order, before any image is read. */
export interface Order<P> extends Base<P> {
  readonly kind: 'order'
  /** Whether it can only order samples that end. */
  readonly needsEnd?: boolean
  /** Whether the samples end after it, given whether they did before; they do as before when left out. */
  readonly ends?: (params: P, before: boolean) => boolean
  readonly apply: (params: P, parts: OrderParts) => (samples: Sequence<Frame>) => E.Either<RunError, Ordered>
}

/** Decoded pixels of one kind of decoding, by file. */
export interface KeptPixels {
  readonly get: (file: FileRef) => Uint8Array | undefined
  readonly put: (file: FileRef, pixels: Uint8Array) => void
}

/** What stages may use of the run. */
export interface Resources {
  /** Where pixels of this decoding are kept, or null where the run keeps none. */
  readonly keptPixels: (request: DecodeRequest) => KeptPixels | null
}

export type StageResult = E.Either<DataError, readonly Frame[]>

/** Frame to frames; knows no model and may run concurrently. */
export interface Stage<P> extends Base<P> {
  readonly kind: 'stage'
  readonly infer: Infer<P>
  readonly run: (params: P, resources: Resources) => (frame: Frame, key: Key) => StageResult | Promise<StageResult>
}

/** Joins frames to batches, or batches of several flows to one; the runtime itself does the work. */
export interface Gather<P> extends Base<P> {
  readonly kind: 'gather'
  readonly infer: Infer<P>
}

/** Where training stands: schedules and draws depend on it. */
export interface Moment {
  /** Steps made in this phase, from 0. */
  readonly step: number
  /** Steps that the phase will make, where its end is known. */
  readonly steps: number
  /** Passes made in this phase, with the fraction of the one under way: over the labeled images, or over those of the first flow where it reads none. */
  readonly epoch: number
  readonly key: Key
}

/** One pseudo-label; the run writes it into a ledger, with the name of the class and the path within the set. */
export interface LedgerRecord {
  readonly file: FileRef
  /** Index of its class. */
  readonly label: number
  readonly confidence: number
  readonly accepted: boolean
  readonly probabilities: readonly number[]
}

/** What a step changed: anything left out stays as it was. */
export interface Outcome {
  readonly world?: World
  /** Fields that the step adds to the batch. */
  readonly fields?: Batch
  readonly metrics?: Readonly<Record<string, number | Scalar>>
  readonly records?: { readonly ledger: string; readonly rows: readonly LedgerRecord[] }
  /** Sentences for whoever watches the run. */
  readonly warnings?: readonly string[]
}

export interface ModelParts {
  readonly network: Network
  readonly optimizer: Optimizer
  /** Whether a parameter or a statistic stays as it is. */
  readonly isFrozen: (name: string) => boolean
}

/** What a step may use of the plan. */
export interface StepParts {
  readonly id: string
  /** The fields that the step is given. */
  readonly given: FieldTypes
  readonly models: Readonly<Record<string, ModelParts>>
}

/** (world, batch) to (world, batch): steps run in order, and a training flow is one scan over them. */
export interface Step<P> extends Base<P> {
  readonly kind: 'step'
  readonly infer: Infer<P>
  /** The models that the step trains. */
  readonly trains?: (params: P) => readonly string[]
  /** The models of which the step keeps a moving average. */
  readonly averages?: (params: P) => readonly string[]
  /** The state that the step keeps between calls, as it is before the first one. */
  readonly start?: (params: P, parts: StepParts) => Tensors
  readonly run: (params: P, parts: StepParts) => (world: World, batch: Batch, moment: Moment) => Outcome
}

export type Operator<P> = Source<P> | Order<P> | Stage<P> | Gather<P> | Step<P>

type Forget<O extends Base<never>> = Omit<O, 'params'> & { readonly params: AnyCodec }

/** An operator whose parameters were forgotten by the type system; only values that its own codec made may be given to it. */
export type AnyOperator =
  | Forget<Source<never>>
  | Forget<Order<never>>
  | Forget<Stage<never>>
  | Forget<Gather<never>>
  | Forget<Step<never>>

/** Declares an operator; the kind says what it is. It adds nothing but the check that parameters and functions fit. */
export const defineSource = <P>(definition: Omit<Source<P>, 'kind'>): Source<P> => ({ kind: 'source', ...definition })
export const defineOrder = <P>(definition: Omit<Order<P>, 'kind'>): Order<P> => ({ kind: 'order', ...definition })
export const defineStage = <P>(definition: Omit<Stage<P>, 'kind'>): Stage<P> => ({ kind: 'stage', ...definition })
export const defineGather = <P>(definition: Omit<Gather<P>, 'kind'>): Gather<P> => ({ kind: 'gather', ...definition })
export const defineStep = <P>(definition: Omit<Step<P>, 'kind'>): Step<P> => ({ kind: 'step', ...definition })
