import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../backend.ts'
import { argument } from '../capi/constants.ts'
import type { EltwiseAlgorithm } from '../capi/eltwiseAlgorithm.ts'
import { describeVector, elementwise, elementwiseGradient } from '../operation/elementwise.ts'
import { createOperation } from '../operation/operation.ts'
import { type Form, typeOf } from '../shape/form.ts'
import { sizeOf } from '../shape/sizeOf.ts'
import { declined, defineKernel, type Kernel } from './defineKernel.ts'

/** From this many elements on, a primitive beats a loop. */
const largeArray = 4096

/**
 * The maximum of 0 and each element.
 *
 * The primitive for relu turns NaN into 0, which hides that a network diverges. The primitive for the maximum
 * keeps a NaN in its second operand.
 */
const rectify = (backend: OneDnnBackend, x: TensorInfo, size: number, form: Form): TensorInfo => {
  const operation = backend.operation(`eRectify${typeOf(form)}|${size}`, () => {
    const { primitives } = backend
    const data = describeVector(primitives, size, form)
    const name = `rectify ${size} elements`
    const built = createOperation(primitives, name, primitives.binary(name, 'maximum', data, data, data), [
      { argument: argument.source, descriptor: data },
      { argument: argument.source1, descriptor: data },
      { argument: argument.destination, descriptor: data },
    ])
    primitives.forget(data)
    return built
  })
  const y = backend.outputOf(x.shape, form)
  operation.run([backend.constant(size, 0).address, backend.address(x, form), backend.address(y, form)])
  return y
}

interface Function {
  readonly name: string
  /** The primitive for many elements, if one agrees with `of`. */
  readonly algorithm?: EltwiseAlgorithm | 'rectify'
  readonly alphaOf?: (attributes: { readonly alpha?: number }) => number
  /** The function of a single number. */
  readonly of: (x: number, alpha: number) => number
}

const selu = { alpha: 1.7580993408473768, scale: 1.0507009873554805 }

const functions: readonly Function[] = [
  { name: 'Relu', algorithm: 'rectify', of: (x) => Math.max(0, x) },
  {
    name: 'LeakyRelu',
    algorithm: 'relu',
    alphaOf: ({ alpha }) => alpha ?? 0.2,
    of: (x, alpha) => (x < 0 ? alpha * x : x),
  },
  { name: 'Relu6', of: (x) => Math.min(Math.max(0, x), 6) },
  { name: 'Elu', algorithm: 'elu', alphaOf: () => 1, of: (x) => (x >= 0 ? x : Math.exp(x) - 1) },
  { name: 'Selu', of: (x) => (x >= 0 ? selu.scale * x : selu.alpha * (Math.exp(x) - 1)) },
  { name: 'Sigmoid', algorithm: 'logistic', of: (x) => 1 / (1 + Math.exp(-x)) },
  { name: 'Swish', algorithm: 'swish', alphaOf: () => 1, of: (x) => x / (1 + Math.exp(-x)) },
  { name: 'Tanh', algorithm: 'tanh', of: Math.tanh },
  { name: 'Exp', algorithm: 'exp', of: Math.exp },
  { name: 'Sqrt', algorithm: 'sqrt', of: Math.sqrt },
  { name: 'Square', algorithm: 'square', of: (x) => x * x },
  { name: 'Neg', algorithm: 'linear', alphaOf: () => -1, of: (x) => -x },
  { name: 'Abs', of: Math.abs },
  { name: 'Log', of: Math.log },
  { name: 'Rsqrt', of: (x) => 1 / Math.sqrt(x) },
  {
    name: 'Step',
    alphaOf: ({ alpha }) => alpha ?? 0,
    of: (x, alpha) => (Number.isNaN(x) ? Number.NaN : x > 0 ? 1 : alpha),
  },
]

const unary = ({ name, algorithm, alphaOf, of }: Function): Kernel =>
  defineKernel<{ x: TensorInfo }, { alpha?: number }>(name, (backend, { x }, attributes) => {
    if (x.dtype !== 'float32') return declined
    const alpha = alphaOf?.(attributes ?? {}) ?? 0
    const size = sizeOf(x)
    if (algorithm !== undefined && size >= largeArray) {
      const form = backend.formOf(x)
      if (algorithm === 'rectify') return rectify(backend, x, size, form)
      const y = backend.outputOf(x.shape, form)
      elementwise(backend, algorithm, size, alpha, form).run([backend.address(x, form), backend.address(y, form)])
      return y
    }
    const y = backend.output(x.shape)
    const from = backend.floats(x)
    const to = backend.floats(y)
    for (let i = 0; i < size; i++) to[i] = of(from[i] as number, alpha) // one length
    return y
  })

/** The slope of swish: s + x s (1 - s), where s is the sigmoid of x. */
const swishSlope = (x: number): number => {
  const sigmoid = 1 / (1 + Math.exp(-x))
  return sigmoid * (1 + x * (1 - sigmoid))
}

/**
 * The gradient of a function with a primitive for it.
 *
 * @param input name of the input that determines the slope
 */
const gradient = (
  name: string,
  algorithm: EltwiseAlgorithm,
  input: string,
  slopeAt: (value: number, alpha: number) => number,
): Kernel =>
  defineKernel<Readonly<Record<string, TensorInfo>>, { slope?: number }>(name, (backend, inputs, attributes) => {
    const [dy, value] = [inputs['dy']!, inputs[input]!]
    if (dy.dtype !== 'float32' || value.dtype !== 'float32') return declined
    const alpha = attributes?.slope ?? 1
    const size = sizeOf(value)
    if (size >= largeArray) {
      const form = backend.formOf(value)
      const dx = backend.outputOf(value.shape, form)
      elementwiseGradient(backend, algorithm, size, alpha, form).run(
        [value, dy, dx].map((info) => backend.address(info, form)),
      )
      return dx
    }
    const dx = backend.output(value.shape)
    const outer = backend.floats(dy)
    const from = backend.floats(value)
    const to = backend.floats(dx)
    for (let i = 0; i < size; i++) to[i] = (outer[i] as number) * slopeAt(from[i] as number, alpha) // one length
    return dx
  })

/**
 * Functions of one tensor, and the gradients of rectifiers and of swish, x sigmoid(x).
 *
 *     RectifierGrad: dx = signed > 0 ? dy : slope dy
 *     SwishGrad:     dx = dy (s + x s (1 - s)), s = sigmoid(x)
 *
 * - `signed` is any tensor with the sign of the input: the input itself, or the output of a relu.
 */
export const elementwiseKernels: readonly Kernel[] = [
  ...functions.map(unary),
  gradient('RectifierGrad', 'relu', 'signed', (signed, slope) => (signed > 0 ? 1 : slope)),
  gradient('SwishGrad', 'swish', 'x', swishSlope),
]
