import {
  engine,
  expandDims,
  type GradConfig,
  getBackend,
  getGradient,
  getKernel,
  logSoftmax,
  mul,
  neg,
  onesLike,
  registerGradient,
  reshape,
  step,
  type Tensor,
  unregisterGradient,
  util,
} from '@tensorflow/tfjs-core'
import { areAdjacent } from './kernels/reduction/middleAxis.ts'

/** Calls one of our kernels from a gradient function. */
const runKernel = <T>(name: string, inputs: Record<string, unknown>, attributes: Record<string, unknown> = {}): T =>
  engine().runKernel(name, inputs as never, attributes as never) as T // kernels are looked up by name in tfjs

/** Gradients of the kernels that only this backend has. */
const ownGradients: readonly GradConfig[] = [
  {
    kernelName: 'BatchNormTraining',
    inputsToSave: ['x', 'scale', 'offset'],
    outputsToSave: [true, true, true],
    gradFunc: (dy, saved, attributes) => {
      const [x, scale, offset, y, mean, variance] = saved
      const [dx, dScale, dOffset] = runKernel<Tensor[]>(
        'BatchNormTrainingGrad',
        { dy: (dy as Tensor[])[0], x, scale, offset, y, mean, variance }, // several outputs: tfjs passes a list
        attributes,
      )
      return { x: () => dx!, scale: () => dScale!, offset: () => dOffset! }
    },
  },
  {
    kernelName: 'Linear',
    inputsToSave: ['x', 'weights'],
    gradFunc: (dy, [x, weights]) => {
      const [dx, dWeights, dOffset] = runKernel<Tensor[]>('LinearGrad', { dy, x, weights })
      return { x: () => dx!, weights: () => dWeights!, offset: () => dOffset! }
    },
  },
  {
    kernelName: 'Swish',
    inputsToSave: ['x'],
    // one output: tfjs passes the tensor itself
    gradFunc: (dy, [x]) => ({ x: () => runKernel<Tensor>('SwishGrad', { dy: dy as Tensor, x }) }),
  },
  {
    kernelName: 'SoftmaxCrossEntropyWithLogits',
    inputsToSave: ['logits', 'labels'],
    gradFunc: (dy, saved) => {
      const [logits, labels] = saved
      const dLoss = dy as Tensor // one output: tfjs passes the tensor itself
      return {
        logits: () => runKernel<Tensor>('SoftmaxCrossEntropyWithLogitsGrad', { dy: dLoss, logits, labels }),
        labels: () => neg(mul(expandDims(dLoss, 1), logSoftmax(logits!))),
      }
    },
  },
]

/**
 * The gradient of a rectifier: dy where the input is positive, slope dy elsewhere.
 *
 * One pass here, composed on a backend without the kernel.
 */
const rectifier = (dy: Tensor, signed: Tensor, slope: number): Tensor =>
  getKernel('RectifierGrad', getBackend()) === undefined
    ? mul(dy, step(signed, slope))
    : runKernel<Tensor>('RectifierGrad', { dy, signed }, { slope })

/**
 * The gradient of a mean: dy / count at each of the `count` values behind it.
 *
 * One pass here, composed on a backend without the kernel.
 */
const spread = (dy: Tensor, x: Tensor, axis: number | number[]): Tensor => {
  const axes = util.parseAxisParam(axis, x.shape)
  if (getKernel('MeanGrad', getBackend()) !== undefined && x.size > 0 && areAdjacent(x.shape, axes))
    return runKernel<Tensor>('MeanGrad', { dy, x }, { axis: axes })
  const kept = x.shape.map((extent, i) => (axes.includes(i) ? 1 : extent))
  return mul(reshape(mul(dy, dy.size / x.size), kept), onesLike(x))
}

/** Faster versions of gradients that tfjs may already hold. */
const quickerGradients: readonly GradConfig[] = [
  {
    kernelName: 'Relu',
    outputsToSave: [true],
    // one output, here and below: tfjs passes the tensor itself
    gradFunc: (dy, [y]) => ({ x: () => rectifier(dy as Tensor, y!, 0) }),
  },
  {
    kernelName: 'LeakyRelu',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], { alpha }) => ({ x: () => rectifier(dy as Tensor, x!, Number(alpha)) }),
  },
  {
    kernelName: 'Mean',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], { axis }) => ({ x: () => spread(dy as Tensor, x!, axis as number[]) }),
  },
]

/**
 * Registers the gradients of our own kernels, and faster ones for `Relu`, `LeakyRelu` and `Mean`.
 *
 * - tfjs keeps one gradient per kernel for all backends, so these also run on the others.
 */
export const registerOwnGradients = (): void => {
  for (const config of [...ownGradients, ...quickerGradients]) {
    if (getGradient(config.kernelName) !== undefined) unregisterGradient(config.kernelName)
    registerGradient(config)
  }
}
