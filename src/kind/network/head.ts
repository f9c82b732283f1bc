import { concat, relu, reshape, type Tensor, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core'
import { dense } from './layer/dense.ts'
import { heNormal } from './layer/initializers.ts'
import { chain, declaredBy, type Layer, pure } from './layer/layer.ts'
import { norm } from './layer/norm.ts'

/** The input of a head: the features, or a hidden layer of another head, counted from 1. */
export type Address = 'features' | { readonly head: string; readonly layer: number }

/** An output of a network. It is linear, or has hidden layers before the last one. */
export interface Head {
  readonly size: number
  /** Widths of the hidden layers; empty for a linear head. */
  readonly hidden: readonly number[]
  /** Whether batch norm follows each hidden layer. */
  readonly norm: boolean
  readonly on: Address
  /** Number of views that the head looks at. Their features are joined. */
  readonly views: number
}

export type Heads = Readonly<Record<string, Head>>

/** A linear head on the features of one view. */
export const linearHead = (size: number): Head => ({ size, hidden: [], norm: false, on: 'features', views: 1 })

/** The layers of a head, from the first hidden one to the last. */
export interface HeadLayers {
  readonly hidden: readonly Layer<Tensor2D>[]
  readonly last: Layer<Tensor2D>
}

const rectified = pure<Tensor2D, Tensor2D>((x) => relu(x))

/** Batch norm of rows. Each row becomes an image of one pixel, because `norm` takes images. */
const rowNorm = (name: string, width: number): Layer<Tensor2D> => {
  const inner = norm(name, width, { momentum: 0.9, epsilon: 1e-5, activation: 'none' })
  return {
    declared: inner.declared,
    apply: (run, x) => {
      const [batch] = x.shape
      const images = reshape(x, [batch, 1, 1, width]) as Tensor4D
      return reshape(inner.apply(run, images) as Tensor, [batch, width]) as Tensor2D
    },
  }
}

/**
 * The layers of a head that receives `from` numbers.
 *
 * Variables are named `head/<name>/layer1/kernel` and so on for hidden layers, `head/<name>/kernel` for the
 * last.
 */
export const headLayers = (name: string, { size, hidden, norm: normalized }: Head, from: number): HeadLayers => {
  const widths = [from, ...hidden]
  return {
    hidden: hidden.map((to, i) => {
      const place = `head/${name}/layer${i + 1}`
      const linear = dense(place, widths[i]!, to, heNormal(widths[i]!))
      return chain(linear, ...(normalized ? [rowNorm(`${place}/norm`, to)] : []), rectified)
    }),
    last: dense(`head/${name}`, widths.at(-1)!, size),
  }
}

/**
 * The input size of a head: the features of all its views, or the width of the layer that it stands on.
 *
 * @example
 * inputWidth(linearHead(10), {}, 128) // => 128
 * inputWidth({ ...linearHead(24), views: 2 }, {}, 128) // => 256
 */
export const inputWidth = ({ on, views }: Head, heads: Heads, features: number): number =>
  views * (on === 'features' ? features : heads[on.head]!.hidden[on.layer - 1]!)

/** The variables that the layers of a head declare. */
export const declaredByHead = ({ hidden, last }: HeadLayers) => declaredBy([...hidden, last])

/** The features of several views side by side, [batch, views * width]. */
export const joined = (features: readonly Tensor2D[]): Tensor2D =>
  features.length === 1 ? features[0]! : concat([...features], 1)
