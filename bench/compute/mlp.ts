import { relu, reshape, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core'
import { assemble } from '../../src/kind/network/assemble.ts'
import { linearHead } from '../../src/kind/network/head.ts'
import { dense } from '../../src/kind/network/layer/dense.ts'
import { declaredBy, type Layer } from '../../src/kind/network/layer/layer.ts'
import type { Network } from '../../src/kind/network/network.ts'

/** Ten linear layers of width 16 with relu, small enough that a step is nothing but overhead. */
export const mlp = (): Network => {
  const layers = Array.from({ length: 9 }, (_, i) => dense(`layer${i}`, 16, 16))
  const layer: Layer<Tensor4D, Tensor2D> = {
    declared: declaredBy(layers),
    apply: (run, x) =>
      layers.reduce((value, one) => relu(one.apply(run, value)), reshape(x, [x.shape[0], 16]) as Tensor2D),
  }
  return assemble({ layer, width: 16 }, { label: linearHead(10) })
}
