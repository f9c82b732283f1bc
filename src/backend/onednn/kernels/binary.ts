import { broadcast_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../backend.ts'
import { argument, type BinaryAlgorithm } from '../capi/constants.ts'
import { createOperation, type Operation } from '../operation/operation.ts'
import { type BroadcastPlan, broadcastPlan } from '../shape/broadcastPlan.ts'
import { type Form, typeOf } from '../shape/form.ts'
import { declined, defineKernel, type Kernel } from './defineKernel.ts'

/** From this many elements on, a primitive beats a loop. */
const largeArray = 4096

type Loop = (
  a: Float32Array,
  b: Float32Array,
  out: Float32Array,
  from: readonly [a: number, b: number, out: number],
  step: readonly [a: number, b: number],
  count: number,
) => void

// One loop for each operation: a loop that calls a function for each element is three times slower.
// Indices are in range.
const add: Loop = (a, b, out, [i, j, k], [s, t], n) => {
  for (let e = 0; e < n; e++) out[k + e] = (a[i + e * s] as number) + (b[j + e * t] as number)
}
const subtract: Loop = (a, b, out, [i, j, k], [s, t], n) => {
  for (let e = 0; e < n; e++) out[k + e] = (a[i + e * s] as number) - (b[j + e * t] as number)
}
const multiply: Loop = (a, b, out, [i, j, k], [s, t], n) => {
  for (let e = 0; e < n; e++) out[k + e] = (a[i + e * s] as number) * (b[j + e * t] as number)
}
const divide: Loop = (a, b, out, [i, j, k], [s, t], n) => {
  for (let e = 0; e < n; e++) out[k + e] = (a[i + e * s] as number) / (b[j + e * t] as number)
}
const maximum: Loop = (a, b, out, [i, j, k], [s, t], n) => {
  for (let e = 0; e < n; e++) out[k + e] = Math.max(a[i + e * s] as number, b[j + e * t] as number)
}
const minimum: Loop = (a, b, out, [i, j, k], [s, t], n) => {
  for (let e = 0; e < n; e++) out[k + e] = Math.min(a[i + e * s] as number, b[j + e * t] as number)
}

/** The primitive for one or two axes, along which the second operand may repeat. */
const primitiveFor = (
  backend: OneDnnBackend,
  algorithm: BinaryAlgorithm,
  { extents, strideB }: BroadcastPlan,
  type: 'float32' | 'bfloat16',
): Operation =>
  backend.operation(`b${algorithm}${type}|${extents}|${strideB}`, () => {
    const { primitives } = backend
    const name = `${algorithm} [${extents.join(', ')}] and an operand that repeats along [${strideB.map((s) => s === 0)}]`
    const dense = extents.map((_, i) => extents.slice(i + 1).reduce((x, y) => x * y, 1))
    const repeated = extents.map((extent, i) => (strideB[i] === 0 ? 1 : extent))
    const first = primitives.describe({ dims: extents, type, strides: dense })
    const second = primitives.describe({
      dims: repeated,
      type,
      strides: repeated.map((_, i) => repeated.slice(i + 1).reduce((x, y) => x * y, 1)),
    })
    const operation = createOperation(primitives, name, primitives.binary(name, algorithm, first, second, first), [
      { argument: argument.source, descriptor: first },
      { argument: argument.source1, descriptor: second },
      { argument: argument.destination, descriptor: first },
    ])
    primitives.forget(first)
    primitives.forget(second)
    return operation
  })

const runLoops = (loop: Loop, a: Float32Array, b: Float32Array, out: Float32Array, plan: BroadcastPlan): void => {
  const { extents, strideA, strideB } = plan
  const inner = extents.length - 1
  const count = extents[inner] ?? 1
  const step = [strideA[inner] ?? 0, strideB[inner] ?? 0] as const
  const visit = (axis: number, i: number, j: number, k: number): number => {
    if (axis >= inner) {
      loop(a, b, out, [i, j, k], step, count)
      return k + count
    }
    let next = k
    for (let e = 0; e < (extents[axis] ?? 1); e++)
      next = visit(axis + 1, i + e * (strideA[axis] ?? 0), j + e * (strideB[axis] ?? 0), next)
    return next
  }
  visit(0, 0, 0, 0)
}

/**
 * The form in which two operands meet.
 *
 * - Operands of one shape stay in bfloat16 if both have it, and in blocks if one of them lies in blocks.
 * - Other operands meet in float32: a row or a scalar would lose digits for nothing.
 */
const commonForm = (backend: OneDnnBackend, a: TensorInfo, b: TensorInfo): Form => {
  if (!util.arraysEqual(a.shape, b.shape)) return 'float32'
  const forms = [backend.formOf(a), backend.formOf(b)]
  if (forms.every((form) => typeOf(form) === 'bfloat16'))
    return forms.includes('blockedBfloat16') ? 'blockedBfloat16' : 'bfloat16'
  return forms.includes('blocked') ? 'blocked' : 'float32'
}

const binary = (name: string, algorithm: BinaryAlgorithm | undefined, loop: Loop, commutes: boolean): Kernel =>
  defineKernel<{ a: TensorInfo; b: TensorInfo }>(name, (backend, { a, b }) => {
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return declined
    const shape = broadcast_util.assertAndGetBroadcastShape([...a.shape], [...b.shape])
    const size = util.sizeFromShape(shape)
    const plan = broadcastPlan(a.shape, b.shape, shape)
    const swap = commutes && plan.strideA.includes(0)
    const repeated = swap ? plan.strideB : plan.strideA
    if (algorithm !== undefined && size >= largeArray && plan.extents.length <= 2 && !repeated.includes(0)) {
      const [first, second] = swap ? [b, a] : [a, b]
      const oriented = swap ? { ...plan, strideA: plan.strideB, strideB: plan.strideA } : plan
      const form = commonForm(backend, first, second)
      const out = backend.outputOf(shape, form)
      const addresses = [first, second, out].map((info) => backend.address(info, form))
      primitiveFor(backend, algorithm, oriented, typeOf(form)).run(addresses)
      return out
    }
    const out = backend.output(shape)
    if (size > 0) runLoops(loop, backend.floats(a), backend.floats(b), backend.floats(out), plan)
    return out
  })

/**
 * Functions of two tensors with broadcasting.
 *
 * `Maximum` and `Minimum` are always loops. Their primitives lose a NaN in the first operand, and a network
 * that diverges must show it.
 */
export const binaryKernels: readonly Kernel[] = [
  binary('Add', 'add', add, true),
  binary('Sub', 'subtract', subtract, false),
  binary('Multiply', 'multiply', multiply, true),
  binary('RealDiv', 'divide', divide, false),
  binary('Maximum', undefined, maximum, true),
  binary('Minimum', undefined, minimum, true),
]
