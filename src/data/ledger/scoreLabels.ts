import type { LatestRow } from './latestRows.ts'

/** A label and the true class. */
export interface Judged extends Pick<LatestRow, 'label' | 'confidence' | 'accepted'> {
  readonly truth: string
}

/** Figures of one class. */
export interface ClassScore {
  readonly class: string
  /** Images of this class, images with this label, and images that are both. */
  readonly true: number
  readonly predicted: number
  readonly right: number
  /** right / predicted and right / true; null if the divisor is 0. */
  readonly precision: number | null
  readonly recall: number | null
  /** Accepted images with this label, and the share of them that is right; null if there are none. */
  readonly accepted: number
  readonly acceptedPrecision: number | null
}

/** Figures of the images with a confidence above `from` and at most `to`. */
export interface BinScore {
  readonly from: number
  readonly to: number
  readonly images: number
  readonly precision: number | null
  /** Mean confidence; null if there are no images. */
  readonly confidence: number | null
}

export interface LabelScore {
  /** The share that is right among the accepted images, and among all; null if there are none. */
  readonly precision: number | null
  readonly accuracy: number | null
  readonly classes: readonly ClassScore[]
  readonly bins: readonly BinScore[]
  readonly calibrationError: number | null
}

const binCount = 10

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

/**
 * Scores labels against the truth: precision of accepted labels, accuracy of all, by class and by confidence.
 *
 * Expected calibration error: sum over 10 bins of (n_b / n) |precision_b - confidence_b|
 *
 * Edge: a confidence on the edge of two bins belongs to the lower one. Confidence 0 belongs to the first bin.
 *
 * Paper: Guo et al., On calibration of modern neural networks, ICML 2017, eq. 3.
 *
 * @example
 * const right = { label: 'cat', truth: 'cat', confidence: 0.75, accepted: true }
 * const wrong = { label: 'cat', truth: 'dog', confidence: 0.75, accepted: false }
 * const score = scoreLabels([right, wrong], ['cat', 'dog'])
 * [score.precision, score.accuracy, score.calibrationError] // => [1, 0.5, 0.25]
 *
 * @param names class names in the order of the result; every label and every truth is one of them
 */
export const scoreLabels = (labels: Iterable<Judged>, names: readonly string[]): LabelScore => {
  const none = () => ({ true: 0, predicted: 0, right: 0, accepted: 0, acceptedRight: 0 })
  const counts = new Map(names.map((name) => [name, none()]))
  const bins = Array.from({ length: binCount }, () => ({ images: 0, right: 0, confidence: 0 }))
  for (const { label, confidence, accepted, truth } of labels) {
    const right = label === truth ? 1 : 0
    counts.get(truth)!.true++
    const own = counts.get(label)!
    own.predicted++
    own.right += right
    if (accepted) {
      own.accepted++
      own.acceptedRight += right
    }
    const bin = bins[Math.max(0, Math.ceil(confidence * binCount) - 1)]!
    bin.images++
    bin.right += right
    bin.confidence += confidence
  }
  const all = [...counts.values()]
  const images = sum(bins.map((bin) => bin.images))
  const gaps = sum(bins.map(({ right, confidence }) => Math.abs(right - confidence)))
  return {
    precision: share(sum(all.map(({ acceptedRight }) => acceptedRight)), sum(all.map(({ accepted }) => accepted))),
    accuracy: share(sum(all.map(({ right }) => right)), images),
    classes: [...counts].map(([name, { acceptedRight, ...own }]) => ({
      class: name,
      ...own,
      precision: share(own.right, own.predicted),
      recall: share(own.right, own.true),
      acceptedPrecision: share(acceptedRight, own.accepted),
    })),
    bins: bins.map(({ images: held, right, confidence }, i) => ({
      from: i / binCount,
      to: (i + 1) / binCount,
      images: held,
      precision: share(right, held),
      confidence: share(confidence, held),
    })),
    calibrationError: share(gaps, images),
  }
}
