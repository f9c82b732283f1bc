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
import { areAdjacent } from './kernels/reduction.ts'

/** The engine that owns every tensor; used by gradient functions to call kernels of ours. */
const runKernel = <T>(name: string, inputs: Record<string, unknown>, attributes: Record<string, unknown> = {}): T =>
  engine().runKernel(name, inputs as never, attributes as never) as T // kernels are looked up by name in tfjs

/** Gradients of the kernels that exist on this backend alone. */
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
    gradFunc: (dy, [x]) => ({ x: () => runKernel<Tensor>('SwishGrad', { dy: dy as Tensor, x }) }), // one output: tfjs passes the tensor itself
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

/** dy where the input is positive, `slope` dy elsewhere: in one pass here, composed on a backend without the kernel. */
const rectifier = (dy: Tensor, signed: Tensor, slope: number): Tensor =>
  getKernel('RectifierGrad', getBackend()) === undefined
    ? mul(dy, step(signed, slope))
    : runKernel<Tensor>('RectifierGrad', { dy, signed }, { slope })

/** dy / count over each of the count values that a mean was taken of: in one pass here, composed elsewhere. */
const spread = (dy: Tensor, x: Tensor, axis: number | number[]): Tensor => {
  const axes = util.parseAxisParam(axis, x.shape)
  if (getKernel('MeanGrad', getBackend()) !== undefined && x.size > 0 && areAdjacent(x.shape, axes))
    return runKernel<Tensor>('MeanGrad', { dy, x }, { axis: axes })
  const kept = x.shape.map((extent, i) => (axes.includes(i) ? 1 : extent))
  return mul(reshape(mul(dy, dy.size / x.size), kept), onesLike(x))
}

/** Gradients that tfjs may hold already, for every backend, and that run faster here. */
const quickerGradients: readonly GradConfig[] = [
  {
    kernelName: 'Relu',
    outputsToSave: [true],
    gradFunc: (dy, [y]) => ({ x: () => rectifier(dy as Tensor, y!, 0) }), // one output: tfjs passes the tensor itself
  },
  {
    kernelName: 'LeakyRelu',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], { alpha }) => ({ x: () => rectifier(dy as Tensor, x!, Number(alpha)) }), // as above
  },
  {
    kernelName: 'Mean',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], { axis }) => ({ x: () => spread(dy as Tensor, x!, axis as number[]) }), // as above
  },
]

/** Registers the gradients of our own kernels and replaces those of the rectifiers; tfjs keeps gradients once for all backends. */
export const registerOwnGradients = (): void => {
  for (const config of [...ownGradients, ...quickerGradients]) {
    if (getGradient(config.kernelName) !== undefined) unregisterGradient(config.kernelName)
    registerGradient(config)
  }
}
