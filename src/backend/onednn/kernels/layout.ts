import { slice_util, type TensorInfo, type TypedArray, util } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../backend.ts'
import { createReorder } from '../operation/reorder.ts'
import { rowMajor } from '../shape/layout.ts'
import { sizeOf } from '../shape/sizeOf.ts'
import { declined, defineKernel, type Kernel } from './defineKernel.ts'

type Number3 = 'float32' | 'int32' | 'bool'
const numeric = (dtype: string): dtype is Number3 => dtype === 'float32' || dtype === 'int32' || dtype === 'bool'

/** From this many elements on, a reorder beats a loop. */
const largeArray = 1024

/** Transposes by a reorder between two layouts of the permuted extents: y[index] = x[permuted index]. */
const transposeLarge = (backend: OneDnnBackend, x: TensorInfo, y: TensorInfo, order: readonly number[]): void => {
  const strides = rowMajor(x.shape)
  const from = order.map((axis) => strides[axis] ?? 1)
  const operation = backend.operation(`t${y.shape}|${from}`, () => {
    const { primitives } = backend
    const name = `transpose [${x.shape.join(', ')}] by [${order.join(', ')}]`
    const source = primitives.describe({ dims: y.shape, type: 'float32', strides: from })
    const destination = primitives.describe({ dims: y.shape, type: 'float32', strides: rowMajor(y.shape) })
    const built = createReorder(primitives, name, source, destination)
    primitives.forget(source)
    primitives.forget(destination)
    return built
  })
  operation.run([backend.address(x), backend.address(y)])
}

/** Copies a box row by row, from `from.begin` in x to `to.begin` in y. */
const copyBox = (
  x: TypedArray,
  y: TypedArray,
  box: readonly number[],
  from: { readonly shape: readonly number[]; readonly begin: readonly number[] },
  to: { readonly shape: readonly number[]; readonly begin: readonly number[] },
): void => {
  const fromStrides = rowMajor(from.shape)
  const toStrides = rowMajor(to.shape)
  const last = box.length - 1
  const count = box[last] ?? 1
  const visit = (axis: number, i: number, j: number): void => {
    const start = i + (from.begin[axis] ?? 0) * (fromStrides[axis] ?? 1)
    const target = j + (to.begin[axis] ?? 0) * (toStrides[axis] ?? 1)
    if (axis >= last) {
      y.set(x.subarray(start, start + count), target)
      return
    }
    for (let e = 0; e < (box[axis] ?? 1); e++)
      visit(axis + 1, start + e * (fromStrides[axis] ?? 1), target + e * (toStrides[axis] ?? 1))
  }
  if (box.every((extent) => extent > 0)) visit(0, 0, 0)
}

const zerosOf = (shape: readonly number[]): readonly number[] => shape.map(() => 0)

/** Kernels that move or convert values: casts, transpositions, slices, concatenations and padding. */
export const layoutKernels: readonly Kernel[] = [
  defineKernel<{ x: TensorInfo }, { dtype: string }>('Cast', (backend, { x }, { dtype }) => {
    if (!numeric(x.dtype) || !numeric(dtype)) return declined
    if (x.dtype === dtype) return backend.reshaped(x, x.shape)
    const y = backend.output(x.shape, dtype)
    const from = backend.array(x)
    const to = backend.array(y)
    if (dtype === 'bool') for (let i = 0; i < to.length; i++) to[i] = from[i] === 0 ? 0 : 1
    else to.set(from)
    return y
  }),
  defineKernel<{ x: TensorInfo }, { perm: readonly number[] }>('Transpose', (backend, { x }, { perm }) => {
    const rank = x.shape.length
    if (x.dtype !== 'float32' || rank === 0 || rank > 6 || sizeOf(x) < largeArray) return declined
    const y = backend.output(perm.map((axis) => x.shape[axis] ?? 1))
    transposeLarge(backend, x, y, perm)
    return y
  }),
  defineKernel<{ x: TensorInfo }, { begin: number | number[]; size: number | number[] }>(
    'Slice',
    (backend, { x }, { begin, size }) => {
      if (!numeric(x.dtype) || x.shape.length === 0) return declined
      const [start = [], extents = []] = slice_util.parseSliceParams(x as never, begin, size) // reads the shape only
      slice_util.assertParamsValid(x as never, start, extents) // as above
      const y = backend.output(extents, x.dtype)
      const to = { shape: extents, begin: zerosOf(extents) }
      copyBox(backend.array(x), backend.array(y), extents, { shape: x.shape, begin: start }, to)
      return y
    },
  ),
  defineKernel<Record<string, TensorInfo>, { axis: number }>('Concat', (backend, inputs, { axis }) => {
    const parts = Object.values(inputs)
    const first = parts[0]
    if (first === undefined || !numeric(first.dtype) || parts.some(({ dtype }) => dtype !== first.dtype))
      return declined
    if (parts.length < 2) return declined
    const along = util.parseAxisParam(axis, first.shape)[0] ?? 0
    if (parts.some(({ shape }) => shape.length !== first.shape.length)) return declined
    if (parts.some(({ shape }) => shape.some((extent, i) => i !== along && extent !== first.shape[i]))) return declined
    const total = parts.reduce((sum, { shape }) => sum + (shape[along] ?? 0), 0)
    const y = backend.output(
      first.shape.map((extent, i) => (i === along ? total : extent)),
      first.dtype,
    )
    const to = backend.array(y)
    const outer = first.shape.slice(0, along).reduce((product, extent) => product * extent, 1)
    const row = outer === 0 ? 0 : sizeOf(y) / outer
    let offset = 0
    for (const part of parts) {
      const from = backend.array(part)
      const width = outer === 0 ? 0 : from.length / outer
      for (let o = 0; o < outer; o++) to.set(from.subarray(o * width, (o + 1) * width), o * row + offset)
      offset += width
    }
    return y
  }),
  defineKernel<{ x: TensorInfo }, { paddings: readonly (readonly [number, number])[]; constantValue: number }>(
    'PadV2',
    (backend, { x }, { paddings, constantValue }) => {
      if (!numeric(x.dtype) || x.shape.length === 0) return declined
      const shape = x.shape.map((extent, i) => extent + (paddings[i]?.[0] ?? 0) + (paddings[i]?.[1] ?? 0))
      const y = backend.output(shape, x.dtype)
      const to = backend.array(y)
      to.fill(constantValue)
      const begin = paddings.map(([before]) => before)
      copyBox(backend.array(x), to, x.shape, { shape: x.shape, begin: zerosOf(x.shape) }, { shape, begin })
      return y
    },
  ),
]
