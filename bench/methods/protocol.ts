/** Values for `--set`, by parameter or path into the pipeline file. */
export type Values = Readonly<Record<string, number | string>>

/** A phase of a pipeline file, and its part in the budget. */
export type Part =
  | {
      readonly phase: string
      /** The parameter that says how many steps the phase makes. Phases that name the same one make equally many. */
      readonly param: string
      /** What part of the budget the phase gets, in proportion to the other phases. */
      readonly share: number
      /** Parameters that say at which step something begins or ends, as a share of the phase's steps. */
      readonly moments: Readonly<Record<string, number>>
      /** The phase whose steps cost as much, where this one cannot be tried without a trained model; else null. */
      readonly like: string | null
    }
  | {
      readonly phase: string
      /** Steps of a phase that ends by itself: it takes what it needs, the others share the rest. */
      readonly steps: number
      readonly like: string | null
    }

/** One arm: a pipeline file of that name, and what it is told beside the values of the setting. */
export interface Method {
  readonly values: Values
  /** The models of the file, and how often dropout takes a unit of each. */
  readonly models: Readonly<Record<string, number>>
  /** In the order of the file. */
  readonly parts: readonly Part[]
}

export interface Setting {
  readonly dataSet: 'fashion-mnist' | 'cifar10'
  readonly labelsPerClass: number
  /** Never more than labels: who has few labels has few to choose with. */
  readonly validationPerClass: number
  /** Of the layers of smallConv, the network of every model. */
  readonly channels: readonly number[]
  readonly values: Values
}

/** Of each data set. */
export const classes = 10

/** Images per class of each folder; labels and validation images of a run are drawn from `labeled` by its seed. */
export const sizes = { labeled: 100, unlabeled: 1000, test: 200 } as const

/** Evaluations spread over the last phase that is trained; the headline figure is the median of the last three. */
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
    // Clothes have no left and right.
    flip: 0.5,
    batch: 32,
    rate: 0.1,
  },
}

/** What is learned from how many labels. */
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

/** A phase that labels all unlabeled images once, in batches of 64, with a model that costs no more than a step of another phase where it cannot be tried. */
const labeling = (phase: string, like: string | null): Part => ({
  phase,
  steps: Math.ceil((classes * sizes.unlabeled) / 64),
  like,
})

/** A method of one phase, `train`, whose steps are `steps`. */
const single = (values: Values, moments: Readonly<Record<string, number>> = {}): Method => ({
  values,
  models: { student: 0 },
  parts: [trained('train', 'steps', 1, null, moments)],
})

/** The arm that every other one is compared with. */
export const reference = 'supervised'

/** The arms, in the order of the tables. What a row does not say stands in its pipeline file. */
export const methods: Readonly<Record<string, Method>> = {
  [reference]: single({}),
  'entropy-minimization': single({ unlabeledBatch: 64 }, { rampBegin: 0.2, rampEnd: 0.6 }),
  'pseudo-label': single({ unlabeledBatch: 64, threshold: 0.9 }, { rampEnd: 0.4 }),
  'fix-match': single({ unlabeledBatch: 64, threshold: 0.9 }),
  vat: single({ unlabeledBatch: 64 }, { rampEnd: 0.4 }),
  'vat-entropy': single({ unlabeledBatch: 64 }, { rampEnd: 0.4 }),
  // A batch counts samples, four of each image. The class in all four turns is too much for a network this small: it learns that of the plain picture.
  // Evaluations of four turns cost as much as the training.
  's4l-rotation': single({ batch: 64, unlabeledBatch: 64, turnedShare: 0, 'evaluate.views': '{}' }),
  // Four instances of each image; colors as mild as the learning test found them to be of use on small pictures.
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
    // Labels from the picture as it is: twenty views of each would take longer than the training.
    values: {
      batch: 64,
      unlabeledBatch: 64,
      labelBatch: 64,
      tuneBatch: 32,
      // The classes weigh 0.3 in its loss.
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
    // Noise as mild as the paper has it for its smallest networks.
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
