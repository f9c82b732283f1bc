import { relu, reshape, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core'
import { assemble } from '../../src/network/assemble.ts'
import { dense } from '../../src/network/layer/dense.ts'
import { declaredBy } from '../../src/network/layer/layer.ts'
import type { Network } from '../../src/network/network.ts'

/** Ten linear layers of width 16 with relu: so small that a step is overhead only. */
export const mlp = (): Network => {
  const layers = Array.from({ length: 9 }, (_, i) => dense(`layer${i}`, 16, 16))
  return assemble(
    {
      declared: declaredBy(layers),
      apply: (run, x) => {
        const features = layers.reduce(
          (value, layer) => relu(layer.apply(run, value)),
          reshape(x, [x.shape[0], 16]) as Tensor2D,
        )
        return reshape(features, [x.shape[0], 1, 1, 16]) as Tensor4D
      },
    },
    16,
    { label: 10 },
  )
}
