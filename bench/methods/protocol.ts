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
  /** In the order of the file. */
  readonly parts: readonly Part[]
}

export interface Setting {
  readonly dataSet: 'fashion-mnist' | 'cifar10'
  readonly labelsPerClass: number
  /** Never more than labels: who has few labels has few to choose with. */
  readonly validationPerClass: number
  readonly values: Values
}

/** Images per class of each folder; labels and validation images of a run are drawn from `labeled` by its seed. */
export const sizes = { labeled: 100, unlabeled: 1000, test: 200 } as const

/** Evaluations spread over a run; the headline figure is the median of the last five, which is the last quarter. */
export const evaluations = 20

const fashion: Setting = {
  dataSet: 'fashion-mnist',
  labelsPerClass: 4,
  validationPerClass: 4,
  values: {
    size: 28,
    channels: 1,
    // Clothes have no left and right.
    flip: 0.5,
    batch: 32,
    rate: 0.1,
    'models.student.network': '{ smallConv: { channels: [16, 32, 64] } }',
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
    values: {
      size: 32,
      channels: 3,
      flip: 0.5,
      batch: 32,
      rate: 0.1,
      'models.student.network': '{ smallConv: { channels: [32, 64, 128] } }',
    },
  },
}

/** A method of one phase, `train`, whose steps are `steps`. */
const single = (values: Values, moments: Readonly<Record<string, number>> = {}): Method => ({
  values,
  parts: [{ phase: 'train', param: 'steps', share: 1, moments, like: null }],
})

/** The arm that every other one is compared with. */
export const reference = 'supervised'

/** The arms, in the order of the tables. What a row does not say stands in its pipeline file. */
export const methods: Readonly<Record<string, Method>> = {
  [reference]: single({}),
  'entropy-minimization': single({ unlabeledBatch: 128 }, { rampBegin: 0.2, rampEnd: 0.6 }),
  'pseudo-label': single({ unlabeledBatch: 128, threshold: 0.9 }, { rampEnd: 0.4 }),
  'fix-match': single({ unlabeledBatch: 128, threshold: 0.9 }),
  vat: single({ unlabeledBatch: 128 }, { rampEnd: 0.4 }),
  'vat-entropy': single({ unlabeledBatch: 128 }, { rampEnd: 0.4 }),
  // A batch counts samples, four of each image.
  's4l-rotation': single({ batch: 64, unlabeledBatch: 128 }),
}
