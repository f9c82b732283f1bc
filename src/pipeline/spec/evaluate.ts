import { count, field, map, modelName, number, optional, probability, record } from '../../codec/index.ts'
import { decodeParams } from '../../image/decodeParams.ts'
import type { Policies } from '../../kind/transform/policy.ts'
import { viewSet } from '../../kind/transform/viewSet.ts'

/** The codec of how the result is measured. */
export const evaluateCodec = (codecs: Policies) =>
  record({
    model: field(modelName, 'the model whose accuracy is reported'),
    decode: field(decodeParams, 'how images are decoded; the plain image is not augmented'),
    every: field(count, 'steps between two evaluations'),
    views: field(
      map(viewSet(codecs)),
      'named sets of views: accuracy is reported of the mean of the logits over each too, beside that of the plain image',
      {},
    ),
    batch: field(count, 'images per pass', 256),
    lastCount: field(count, 'how many of the last evaluations the median is taken over', 5),
  })

/** The codec of bounds on memory and failures. */
export const limitsCodec = record({
  failures: field(probability, 'share of the images of a folder that may be unusable before the run stops', 0.01),
  inFlight: field(optional(count), 'decoded images of one flow alive at once; by default those of two batches', null),
  concurrency: field(count, 'images of one flow decoded at once', 4),
  keptBytes: field(
    number({ min: 0, whole: true }),
    'bytes of decoded pixels kept on disk for each folder; 0 keeps none',
    4 * 2 ** 30,
  ),
  logEvery: field(count, 'steps between two lines of metrics', 10),
})
