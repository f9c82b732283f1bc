/** Values for `--set`, by parameter or path into the pipeline file. */
export type Values = Readonly<Record<string, number | string>>

/** A phase of a pipeline file, and its part in the budget. */
export type Part =
  | {
      readonly phase: string
      /** The parameter for the number of steps. Phases that name the same parameter make the same number. */
      readonly param: string
      /** The part of the budget for this phase, in proportion to the other phases. */
      readonly share: number
      /**
       * Parameters that name a step at which something begins or ends, as a share of the steps of the phase.
       */
      readonly moments: Readonly<Record<string, number>>
      /**
       * A phase with the same cost per step, if a trial of this one would need a trained model; else null.
       */
      readonly like: string | null
    }
  | {
      readonly phase: string
      /**
       * The steps of a phase that ends by itself. It takes what it needs, and the other phases share the
       * rest.
       */
      readonly steps: number
      readonly like: string | null
    }

/** One arm: the pipeline file of this name, with further values beside those of the setting. */
export interface Method {
  readonly values: Values
  /** The rate of dropout of each model in the file. */
  readonly models: Readonly<Record<string, number>>
  /** The phases in the order of the file. */
  readonly parts: readonly Part[]
}

export interface Setting {
  readonly dataSet: 'fashion-mnist' | 'cifar10'
  readonly labelsPerClass: number
  /** Never above `labelsPerClass`: a user with few labels has few images for validation. */
  readonly validationPerClass: number
  /** The channels of the layers of smallConv, the network of every model. */
  readonly channels: readonly number[]
  readonly values: Values
}

/** The number of classes of each data set. */
export const classes = 10

/**
 * Images per class in each folder. The seed of a run draws its labels and validation images from `labeled`.
 */
export const sizes = { labeled: 100, unlabeled: 1000, test: 200 } as const

/** Evaluations over the last phase that trains. The headline figure is the median of the last three. */
export const evaluations = 10
export const lastCount = 3

const fashion: Setting = {
  dataSet: 'fashion-mnist',
  labelsPerClass: 4,
  validationPerClass: 4,
  channels: [16, 32, 64],
  values: {
    size: 28,
    channels: 1,
    // Clothes look the same when left and right are swapped.
    flip: 0.5,
    batch: 32,
    rate: 0.1,
  },
}

/** The data set and the number of labels of each setting. */
export const settings: Readonly<Record<string, Setting>> = {
  'fashion-40': fashion,
  'fashion-250': { ...fashion, labelsPerClass: 25, validationPerClass: 25 },
  'cifar-250': {
    dataSet: 'cifar10',
    labelsPerClass: 25,
    validationPerClass: 25,
    channels: [16, 32, 64],
    values: { size: 32, channels: 3, flip: 0.5, batch: 32, rate: 0.1 },
  },
}

/** A phase that trains. */
const trained = (
  phase: string,
  param: string,
  share: number,
  like: string | null = null,
  moments: Readonly<Record<string, number>> = {},
): Part => ({ phase, param, share, moments, like })

/**
 * A phase that labels all unlabeled images once, in batches of 64.
 *
 * @param like a phase whose steps cost at least as much, if a trial of this one would need a trained model
 */
const labeling = (phase: string, like: string | null): Part => ({
  phase,
  steps: Math.ceil((classes * sizes.unlabeled) / 64),
  like,
})

/** A method with one phase `train`, whose number of steps is the parameter `steps`. */
const single = (values: Values, moments: Readonly<Record<string, number>> = {}): Method => ({
  values,
  models: { student: 0 },
  parts: [trained('train', 'steps', 1, null, moments)],
})

/** The arm to which all others are compared. */
export const reference = 'supervised'

/** The arms, in the order of the tables. Everything else about an arm is in its pipeline file. */
export const methods: Readonly<Record<string, Method>> = {
  [reference]: single({}),
  'entropy-minimization': single({ unlabeledBatch: 64 }, { rampBegin: 0.2, rampEnd: 0.6 }),
  'pseudo-label': single({ unlabeledBatch: 64, threshold: 0.9 }, { rampEnd: 0.4 }),
  'fix-match': single({ unlabeledBatch: 64, threshold: 0.9 }),
  vat: single({ unlabeledBatch: 64 }, { rampEnd: 0.4 }),
  'vat-entropy': single({ unlabeledBatch: 64 }, { rampEnd: 0.4 }),
  // A batch counts samples, four of each image. The class in all four turns is too much for a network this
  // small, so it learns the class of the plain picture only. Evaluations of four turns would cost as much as
  // the training.
  's4l-rotation': single({ batch: 64, unlabeledBatch: 64, turnedShare: 0, 'evaluate.views': '{}' }),
  // Four instances of each image. Colors change as mildly as the learning test found useful on small
  // pictures.
  's4l-exemplar': single({
    instances: 4,
    batch: 64,
    unlabeledBatch: 64,
    leastArea: 0.5,
    hue: 0.05,
    power: 0.3,
    gain: 0.2,
    offset: 0.05,
  }),
  'pseudo-label-offline': {
    values: { unlabeledBatch: 64 },
    models: { teacher: 0, student: 0 },
    parts: [
      trained('teacher', 'teacherSteps', 1),
      labeling('label', 'teacher'),
      trained('student', 'steps', 3, 'teacher'),
    ],
  },
  'pseudo-label-dae': {
    values: { unlabeledBatch: 64, pretrainBatch: 64, threshold: 0.9 },
    models: { student: 0 },
    parts: [
      trained('pretrain', 'pretrainSteps', 1),
      trained('train', 'steps', 3, null, { rampBegin: 0, rampEnd: 0.4 }),
    ],
  },
  's4l-moam': {
    // Labels come from the plain picture: twenty views of each would take longer than the training.
    values: {
      batch: 64,
      unlabeledBatch: 64,
      labelBatch: 64,
      tuneBatch: 32,
      // Higher than elsewhere, because the classes weigh only 0.3 in the loss.
      rate: 0.2,
      turnedShare: 0,
      tuneRate: 0.01,
      'flows.everything.2.views.first': '[[]]',
      'flows.everything.2.views.next': '[[]]',
      'evaluate.views': '{}',
    },
    models: { student: 0, tuned: 0 },
    parts: [
      trained('join', 'steps', 3, null, { rampBegin: 0.1, rampEnd: 0.5 }),
      labeling('label', 'join'),
      trained('rejoin', 'retrainSteps', 3, 'join'),
      trained('tune', 'tuneSteps', 1, 'join'),
    ],
  },
  'noisy-student': {
    // Noise as mild as in the paper for its smallest networks.
    values: { unlabeledBatch: 64, generations: 1, magnitude: 2, cutout: 0.2 },
    models: { teacher: 0, student: 0.1 },
    parts: [
      trained('teacher', 'teacherSteps', 1),
      labeling('label', 'teacher'),
      trained('student-1', 'steps', 2, 'teacher'),
      labeling('relabel-1', 'label'),
    ],
  },
}
