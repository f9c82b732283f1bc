import * as tf from '@tensorflow/tfjs-core'
import { InvariantViolation } from '../../prelude/errors.ts'
import { type Gradient, sumTo } from './gradient.ts'

const run = (
  kernel: string,
  inputs: Record<string, tf.Tensor>,
  attributes: Readonly<Record<string, unknown>>,
): tf.Tensor =>
  // These are the attributes of the forward kernel. Each of the gradient kernels has one output.
  tf.engine().runKernel(kernel, inputs, attributes as tf.NamedAttrMap) as tf.Tensor

const plain = (dilations: unknown, kernel: string): void => {
  const list = typeof dilations === 'number' ? [dilations] : (dilations as readonly number[] | undefined)
  if (list?.some((dilation) => dilation !== 1) === true)
    throw new InvariantViolation(`Expected dilations of 1 at the gradient of ${kernel}, received ${list.join(', ')}`)
}

/**
 * Refuses padding: the gradient kernel of tfjs divides by the whole window even if part of it lies outside
 * the picture, unlike the forward kernel.
 */
const unpadded = (
  x: tf.Tensor,
  { filterSize, strides, pad, dimRoundingMode }: Readonly<Record<string, unknown>>,
): void => {
  const { padInfo } = tf.backend_util.computePool2DInfo(
    x.shape as [number, number, number, number],
    filterSize as number,
    strides as number,
    1,
    pad as 'same',
    dimRoundingMode as 'floor' | undefined,
  )
  if (padInfo.top + padInfo.bottom + padInfo.left + padInfo.right > 0)
    throw new InvariantViolation(`Expected no padding at the gradient of AvgPool, received ${pad}`)
}

const pooling = (kernel: string, needsOutput: boolean): Gradient => ({
  kernel,
  save: ['x'],
  ...(needsOutput ? { output: true } : {}),
  of: (dy, [x, y], attributes) => ({
    x: () => {
      if (!needsOutput) unpadded(x!, attributes)
      return run(`${kernel}Grad`, needsOutput ? { dy, input: x!, output: y! } : { dy, input: x! }, attributes)
    },
  }),
})

/** Gradients of matrix products, convolutions, pooling and resizing. */
export const imageGradients: readonly Gradient[] = [
  {
    kernel: 'BatchMatMul',
    save: ['a', 'b'],
    of: (dy, [a, b], { transposeA, transposeB }) => ({
      a: () =>
        sumTo(
          transposeA === true
            ? tf.matMul(b!, dy, transposeB === true, true)
            : tf.matMul(dy, b!, false, transposeB !== true),
          a!.shape,
        ),
      b: () =>
        sumTo(
          transposeB === true
            ? tf.matMul(dy, a!, true, transposeA === true)
            : tf.matMul(a!, dy, transposeA !== true, false),
          b!.shape,
        ),
    }),
  },
  {
    kernel: 'Conv2D',
    save: ['x', 'filter'],
    of: (dy, [x, filter], attributes) => {
      plain(attributes['dilations'], 'Conv2D')
      return {
        x: () => run('Conv2DBackpropInput', { dy, filter: filter! }, { ...attributes, inputShape: x!.shape }),
        filter: () => run('Conv2DBackpropFilter', { x: x!, dy }, { ...attributes, filterShape: filter!.shape }),
      }
    },
  },
  {
    kernel: 'Conv2DBackpropInput',
    save: ['dy', 'filter'],
    of: (ddx, [dy, filter], attributes) => ({
      dy: () => run('Conv2D', { x: ddx, filter: filter! }, { ...attributes, dilations: 1 }),
      filter: () => run('Conv2DBackpropFilter', { x: ddx, dy: dy! }, { ...attributes, filterShape: filter!.shape }),
    }),
  },
  {
    kernel: 'DepthwiseConv2dNative',
    save: ['x', 'filter'],
    of: (dy, [x, filter], attributes) => {
      const both = { ...attributes, inputShape: x!.shape, filterShape: filter!.shape }
      return {
        x: () => run('DepthwiseConv2dNativeBackpropInput', { dy, filter: filter! }, both),
        filter: () => run('DepthwiseConv2dNativeBackpropFilter', { x: x!, dy }, both),
      }
    },
  },
  pooling('MaxPool', true),
  pooling('AvgPool', false),
  {
    kernel: 'ResizeBilinear',
    save: ['images'],
    of: (dy, [images], attributes) => ({
      images: () => run('ResizeBilinearGrad', { images: images!, dy }, attributes),
    }),
  },
]
