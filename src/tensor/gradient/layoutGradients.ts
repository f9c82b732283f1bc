import * as tf from '@tensorflow/tfjs-core'
import { type Gradient, sumTo } from './gradient.ts'

const reshaped = (kernel: string, input: string): Gradient => ({
  kernel,
  save: [input],
  of: (dy, [x]) => ({ [input]: () => tf.reshape(dy, x!.shape) }),
})

const inverse = (permutation: readonly number[]): number[] => permutation.map((_, i) => permutation.indexOf(i))

/**
 * Sums the gradient over the repetitions of a tile: puts them in dimensions of their own and sums over these.
 */
const untiled = (dy: tf.Tensor, shape: readonly number[], reps: readonly number[]): tf.Tensor => {
  const split = shape.flatMap((size, i) => [reps[i]!, size])
  return tf.sum(
    tf.reshape(dy, split),
    shape.map((_, i) => 2 * i),
  )
}

/** Gradients of the operations that move, copy or select numbers without changing them. */
export const layoutGradients: readonly Gradient[] = [
  reshaped('Reshape', 'x'),
  reshaped('ExpandDims', 'input'),
  {
    kernel: 'Transpose',
    of: (dy, _saved, { perm }) => ({ x: () => tf.transpose(dy, inverse(perm as readonly number[])) }),
  },
  { kernel: 'Reverse', of: (dy, _saved, { dims }) => ({ x: () => tf.reverse(dy, dims as number[]) }) },
  { kernel: 'BroadcastTo', save: ['x'], of: (dy, [x]) => ({ x: () => sumTo(dy, x!.shape) }) },
  {
    kernel: 'Tile',
    save: ['x'],
    of: (dy, [x], { reps }) => ({ x: () => untiled(dy, x!.shape, reps as readonly number[]) }),
  },
  {
    kernel: 'Slice',
    save: ['x'],
    of: (dy, [x], { begin }) => ({
      x: () => {
        const starts = typeof begin === 'number' ? [begin] : (begin as readonly number[])
        return tf.pad(
          dy,
          x!.shape.map((size, i): [number, number] => [starts[i] ?? 0, size - (starts[i] ?? 0) - dy.shape[i]!]),
        )
      },
    }),
  },
  {
    kernel: 'PadV2',
    save: ['x'],
    of: (dy, [x], { paddings }) => ({
      x: () =>
        tf.slice(
          dy,
          (paddings as readonly (readonly [number, number])[]).map(([before]) => before),
          x!.shape,
        ),
    }),
  },
  {
    kernel: 'Concat',
    save: 'all',
    of: (dy, saved, { axis }) => {
      const along = tf.util.parseAxisParam(axis as number, saved[0]!.shape)[0]!
      let start = 0
      return Object.fromEntries(
        saved.map((part, i) => {
          const begin = part.shape.map((_, d) => (d === along ? start : 0))
          start += part.shape[along]!
          return [String(i), () => tf.slice(dy, begin, part.shape)]
        }),
      )
    },
  },
  {
    kernel: 'Pack',
    save: 'all',
    of: (dy, saved, { axis }) =>
      Object.fromEntries(saved.map((_, i) => [String(i), () => tf.unstack(dy, Number(axis))[i]!])),
  },
  { kernel: 'SplitV', of: (_dy, _saved, { axis }, all) => ({ x: () => tf.concat([...all], Number(axis)) }) },
  { kernel: 'Unpack', of: (_dy, _saved, { axis }, all) => ({ value: () => tf.stack([...all], Number(axis)) }) },
  {
    kernel: 'GatherV2',
    save: ['x', 'indices'],
    of: (dy, [x, indices], { axis }) => ({
      x: () => {
        const along = tf.util.parseAxisParam(axis as number, x!.shape)[0]!
        const rest = x!.shape.filter((_, d) => d !== along)
        const first = [along, ...x!.shape.map((_, d) => d).filter((d) => d !== along)]
        const span = indices!.rank
        const indexDims = Array.from({ length: span }, (_, d) => along + d)
        const order = [...indexDims, ...dy.shape.map((_, d) => d).filter((d) => !indexDims.includes(d))]
        const rows = tf.reshape(tf.transpose(dy, order), [indices!.size, -1])
        // A product with one-hot rows adds up the gradients of an index that occurs twice, on every backend.
        const oneHotRows = tf.cast(tf.oneHot(tf.cast(tf.reshape(indices!, [-1]), 'int32'), x!.shape[along]!), 'float32')
        const summed = tf.matMul(oneHotRows as tf.Tensor2D, rows as tf.Tensor2D, true)
        return tf.transpose(tf.reshape(summed, [x!.shape[along]!, ...rest]), inverse(first))
      },
      indices: () => tf.zerosLike(indices!),
    }),
  },
]
