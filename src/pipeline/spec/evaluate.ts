import { count, field, map, modelName, number, optional, probability, record } from '../../codec/index.ts'
import { decodeParams } from '../../image/decodeParams.ts'
import type { Policies } from '../../kind/transform/policy.ts'
import { viewSet } from '../../kind/transform/viewSet.ts'

/** The codec of the evaluation. */
export const evaluateCodec = (codecs: Policies) =>
  record({
    model: field(modelName, 'the model whose accuracy is reported'),
    decode: field(decodeParams, 'how to decode images; the plain image is not augmented'),
    every: field(count, 'steps between two evaluations'),
    views: field(
      map(viewSet(codecs)),
      'named sets of views: for each, the report also has the accuracy of the mean of the logits over its views',
      {},
    ),
    batch: field(count, 'images per pass', 256),
    lastCount: field(count, 'how many of the last evaluations the median covers', 5),
  })

/** The codec of the bounds on memory and failures. */
export const limitsCodec = record({
  failures: field(probability, 'the largest share of unusable images in a folder; beyond it the run stops', 0.01),
  inFlight: field(
    optional(count),
    'decoded images of one flow in memory at once; by default those of two batches',
    null,
  ),
  concurrency: field(count, 'images of one flow decoded at once', 4),
  keptBytes: field(
    number({ min: 0, whole: true }),
    'bytes of decoded pixels kept on disk for each folder; 0 keeps none',
    4 * 2 ** 30,
  ),
  logEvery: field(count, 'steps between two lines of metrics', 10),
})
