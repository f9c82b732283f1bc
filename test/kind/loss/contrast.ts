import * as tf from '@tensorflow/tfjs-core'
import { choice, field, record } from '../../../src/codec/index.ts'
import { each, output, scalarOf, shared } from '../../../src/kind/loss/input.ts'
import { defineLoss } from '../../../src/kind/loss/loss.ts'

/**
 * Contrast with a queue: -log(exp(z.k / t) / (exp(z.k / t) + sum_q exp(z.q / t))).
 *
 * Each example has its own key k. All share one queue.
 */
export const contrast = defineLoss({
  name: 'contrast',
  summary: 'nearer to its own key than to those of a queue',
  inputs: {
    query: output({ of: 'of', head: 'head', fallback: 'embedding' }),
    key: each('embedding', 'the key of each example', 'query'),
    queue: shared('embedding', 'keys of other examples', 'query'),
    temperature: scalarOf('divides the similarities', 1),
  },
  settings: record({ similarity: field(choice('inner', 'cosine'), 'how two rows are compared', 'inner') }),
  perExample:
    ({ similarity }) =>
    ({ query, key, queue, temperature }) => {
      const unit = (x: tf.Tensor2D): tf.Tensor2D =>
        similarity === 'inner' ? x : tf.div(x, tf.sqrt(tf.sum(tf.square(x), 1, true)))
      const own = tf.sum(tf.mul(unit(query), unit(key)), 1, true)
      const others = tf.matMul(unit(query), unit(queue), false, true)
      const all = tf.div(tf.concat([own, others], 1), temperature)
      return tf.sub(tf.logSumExp(all, 1), tf.reshape(tf.div(own, temperature), [-1])) as tf.Tensor1D
    },
})
