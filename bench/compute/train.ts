import * as tf from '@tensorflow/tfjs-core'
import type { Network } from '../../src/kind/network/network.ts'
import { keyOf } from '../../src/prelude/key.ts'
import { differentiate } from '../../src/tensor/differentiate.ts'
import { sgdUpdate } from '../../src/tensor/operation/sgdUpdate.ts'
import { softmaxCrossEntropy } from '../../src/tensor/operation/softmaxCrossEntropy.ts'
import type { Tensors } from '../../src/tensor/tensors.ts'

/** A network that trains on one batch of noise. */
export interface Trainer {
  /** Makes one update and returns the loss. Reading the loss makes sure that all work is done. */
  readonly step: () => number
  /** Makes one forward pass with the moving statistics and returns one of its numbers. */
  readonly infer: () => number
  readonly dispose: () => void
}

const keepAll = (tensors: Tensors): Tensors => {
  for (const tensor of Object.values(tensors)) tf.keep(tensor)
  return tensors
}

/** SGD with momentum 0.9 (Nesterov) and weight decay 5e-4 on the cross-entropy of one fixed batch. */
export const createTrainer = (network: Network, batch: number, input: readonly [number, number, number]): Trainer => {
  const key = keyOf(1)
  const first = network.init(key)
  let parameters = keepAll(first.parameters)
  let statistics = keepAll(first.statistics)
  const names = Object.keys(parameters)
  let velocities = keepAll(Object.fromEntries(names.map((name) => [name, tf.zerosLike(parameters[name]!)])))
  const decay = Object.fromEntries(names.map((name) => [name, network.parameters[name]?.kind === 'kernel' ? 5e-4 : 0]))
  const images = tf.randomNormal<tf.Rank.R4>([batch, ...input], 0, 1, 'float32', 3)
  const classes = Object.values(network.heads)[0]?.size ?? 10
  const labels = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: batch }, (_, i) => i % classes),
      'int32',
    ),
    classes,
  )
  const targets = tf.cast(labels, 'float32') as tf.Tensor2D
  const replace = (old: Tensors, next: Tensors): Tensors => {
    keepAll(next)
    tf.dispose(Object.values(old))
    return next
  }
  return {
    step: () => {
      const loss = tf.tidy(() => {
        const { value, gradients, also } = differentiate(parameters, (current) => {
          const variables = { parameters: current, statistics }
          const pass = network.apply(variables, images, { normalization: 'batch', noise: null })
          const logits = Object.values(pass.outputs)[0]!
          return { value: tf.mean(softmaxCrossEntropy(logits, targets)) as tf.Scalar, also: pass.statistics }
        })
        const next = sgdUpdate(parameters, gradients, velocities, { rate: 0.03, momentum: 0.9, nesterov: true, decay })
        statistics = replace(statistics, also)
        parameters = replace(parameters, next.parameters)
        velocities = replace(velocities, next.velocities)
        return tf.keep(value)
      })
      const [value = Number.NaN] = loss.dataSync()
      loss.dispose()
      return value
    },
    infer: () => {
      const logits = tf.tidy(
        () =>
          Object.values(
            network.apply({ parameters, statistics }, images, { normalization: 'running', noise: null }).outputs,
          )[0]!,
      )
      const [value = Number.NaN] = logits.dataSync()
      logits.dispose()
      return value
    },
    dispose: () =>
      tf.dispose([
        ...[parameters, statistics, velocities].flatMap((all) => Object.values(all)),
        images,
        labels,
        targets,
      ]),
  }
}
