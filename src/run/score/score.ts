const bins = 15

/** Counts over labeled images: every figure about a classifier follows from them. Their size is constant. */
export interface Score {
  readonly classes: number
  /** Row: true class; column: predicted class. */
  readonly confusion: Float64Array
  /** In 15 bins of equal width by confidence: images, right ones, and the sum of confidences. */
  readonly calibration: {
    readonly count: Float64Array
    readonly right: Float64Array
    readonly confidence: Float64Array
  }
}

export const emptyScore = (classes: number): Score => ({
  classes,
  confusion: new Float64Array(classes * classes),
  calibration: {
    count: new Float64Array(bins),
    right: new Float64Array(bins),
    confidence: new Float64Array(bins),
  },
})

/** Adds a batch to a score: one row of probabilities for each label. */
export const addToScore = (score: Score, probabilities: Float32Array, labels: Int32Array): Score => {
  const { classes } = score
  const confusion = score.confusion.slice()
  const count = score.calibration.count.slice()
  const right = score.calibration.right.slice()
  const confidence = score.calibration.confidence.slice()
  labels.forEach((label, i) => {
    const row = probabilities.subarray(i * classes, (i + 1) * classes)
    let predicted = 0
    for (let k = 1; k < classes; k++) if (row[k]! > row[predicted]!) predicted = k
    const sure = row[predicted]!
    // Bins are (low, high], so a confidence of exactly 1 falls into the last.
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(sure * bins) - 1))
    confusion[label * classes + predicted]! += 1
    count[bin]! += 1
    confidence[bin]! += sure
    if (predicted === label) right[bin]! += 1
  })
  return { classes, confusion, calibration: { count, right, confidence } }
}

const total = (values: Float64Array): number => values.reduce((a, b) => a + b, 0)

/** The number of scored images. */
export const countOf = ({ confusion }: Score): number => total(confusion)

/** The share of images whose most probable class is the right one; null without images. */
export const accuracyOf = ({ classes, confusion }: Score): number | null => {
  const images = total(confusion)
  let right = 0
  for (let k = 0; k < classes; k++) right += confusion[k * classes + k]!
  return images === 0 ? null : right / images
}

/** The accuracy among the images of each class; null for a class without images. */
export const accuracyByClass = ({ classes, confusion }: Score): readonly (number | null)[] =>
  Array.from({ length: classes }, (_, k) => {
    const images = total(confusion.subarray(k * classes, (k + 1) * classes))
    return images === 0 ? null : confusion[k * classes + k]! / images
  })

/**
 * Expected calibration error: sum over 15 bins of (n_b / n) |accuracy_b - confidence_b|; null without images.
 *
 * Paper: Guo et al., On calibration of modern neural networks, ICML 2017, eq. 3.
 */
export const calibrationErrorOf = ({ calibration: { count, right, confidence } }: Score): number | null => {
  const images = total(count)
  if (images === 0) return null
  let error = 0
  for (let b = 0; b < bins; b++) error += Math.abs(right[b]! - confidence[b]!) / images
  return error
}
