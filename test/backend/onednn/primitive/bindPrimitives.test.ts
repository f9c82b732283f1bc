// Covers src/backend/onednn/primitive/binary.ts, src/backend/onednn/primitive/convolution.ts.
// Covers src/backend/onednn/primitive/eltwise.ts, src/backend/onednn/primitive/matMul.ts.
// Covers src/backend/onednn/primitive/normalization.ts, src/backend/onednn/primitive/pooling.ts.
// Covers src/backend/onednn/primitive/reduction.ts, src/backend/onednn/primitive/reorder.ts.
// Covers src/backend/onednn/primitive/softmax.ts, src/backend/onednn/capi/attributes.ts.
// Covers src/backend/onednn/capi/bothEnds.ts, src/backend/onednn/capi/constants.ts.
// Covers src/backend/onednn/capi/descriptor.ts, src/backend/onednn/capi/dims64.ts.
// Covers src/backend/onednn/capi/eltwiseAlgorithm.ts, src/backend/onednn/capi/library.ts.
// Covers src/backend/onednn/capi/makers.ts, src/backend/onednn/capi/pointers.ts.
// Covers src/backend/onednn/capi/postOperation.ts, src/backend/onednn/capi/window.ts.
import { describe, expect, test } from 'vitest'
import type { Loaded, Major } from '../../../../src/backend/onednn/capi/library.ts'
import type { PostOperation } from '../../../../src/backend/onednn/capi/postOperation.ts'
import { bindPrimitives, type Primitives } from '../../../../src/backend/onednn/primitive/bindPrimitives.ts'

/** Whether a value can be passed as a C type. */
const fits = (type: string, value: unknown): boolean => {
  if (type === 'void *') return value === null || ArrayBuffer.isView(value) || Number.isSafeInteger(value)
  return type === 'float' ? typeof value === 'number' : Number.isSafeInteger(value)
}

/** An argument as the expectations spell it. */
const readable = (value: unknown): unknown => (value instanceof BigInt64Array ? Array.from(value, Number) : value)

/**
 * A library without code. It records its calls, without output pointers and structs, and gives out 100, 101,
 * ... as addresses.
 */
const recorded = (major: Major) => {
  const calls: unknown[][] = []
  let address = 100
  const func =
    (name: string, _returned: string, types: readonly string[]) =>
    (...values: readonly unknown[]): number => {
      expect(values.length, name).toBe(types.length)
      types.forEach((type, i) => void expect(fits(type, values[i]), `${name}: ${type} as argument ${i}`).toBe(true))
      for (const value of values) if (value instanceof BigUint64Array) value[0] = BigInt(address++)
      const reported = values.filter((value) => !(value instanceof BigUint64Array || value instanceof Uint8Array))
      calls.push([name.replace('dnnl_', ''), ...reported.map(readable)])
      return 0
    }
  const primitives = bindPrimitives({ func } as unknown as Loaded, major)
  calls.length = 0
  return { primitives, calls }
}

const callsOf = (major: Major, use: (primitives: Primitives) => unknown): readonly unknown[][] => {
  const { primitives, calls } = recorded(major)
  use(primitives)
  return calls
}

const window = { strides: [1, 2], dilations: [1, 3], padBefore: [0, 1], padAfter: [2, 3] }
const convolution = { ...window, algorithm: 'direct', source: 1, weights: 2, bias: null, destination: 3 } as const
const pooling = { ...window, algorithm: 'maximum', source: 1, destination: 2, kernel: [3, 4] } as const
const flags = { affine: true, relu: true, globalStatistics: true }
const post: readonly PostOperation[] = [
  { eltwise: 'relu', alpha: 0.5, beta: 0 },
  { binary: 'add', operand: 7 },
  { sum: 2 },
]
const windowed = [
  [1, 2],
  [0, 2],
  [0, 1],
  [2, 3],
]
const pooled = [
  [1, 2],
  [3, 4],
  [0, 2],
  [0, 1],
  [2, 3],
]

/** The address of the engine, which is created first. */
const engine = 100
/** The second call of version 2, which makes the primitive descriptor. */
const created = (attributes = 0, forward = 0) => ['primitive_desc_create', attributes, engine, forward]

/** The calls of each family in version 2 and version 3, according to the headers of 2.6 and 3.2. */
const families: Readonly<
  Record<string, readonly [use: (primitives: Primitives) => unknown, two: unknown[][], three: unknown[][]]>
> = {
  convolution: [
    (primitives) => primitives.convolutionForward('convolve', 'training', convolution),
    [['dilated_convolution_forward_desc_init', 64, 1, 1, 2, null, 3, ...windowed], created()],
    [['convolution_forward_primitive_desc_create', engine, 64, 1, 1, 2, null, 3, ...windowed, 0]],
  ],
  'gradient of a convolution by its input': [
    (primitives) => primitives.convolutionBackwardData('differentiate', convolution, 9),
    [['dilated_convolution_backward_data_desc_init', 1, 1, 2, 3, ...windowed], created(0, 9)],
    [['convolution_backward_data_primitive_desc_create', engine, 1, 1, 2, 3, ...windowed, 9, 0]],
  ],
  'gradient of a convolution by its filter': [
    (primitives) => primitives.convolutionBackwardWeights('differentiate', convolution, 9),
    [['dilated_convolution_backward_weights_desc_init', 1, 1, 2, null, 3, ...windowed], created(0, 9)],
    [['convolution_backward_weights_primitive_desc_create', engine, 1, 1, 2, null, 3, ...windowed, 9, 0]],
  ],
  pooling: [
    (primitives) => primitives.poolingForward('pool', 'inference', pooling),
    [['pooling_v2_forward_desc_init', 96, 0x1ff, 1, 2, ...pooled], created()],
    [['pooling_forward_primitive_desc_create', engine, 96, 0x1ff, 1, 2, ...pooled, 0]],
  ],
  'gradient of pooling': [
    (primitives) => primitives.poolingBackward('differentiate', pooling, 9),
    [['pooling_v2_backward_desc_init', 0x1ff, 1, 2, ...pooled], created(0, 9)],
    [['pooling_backward_primitive_desc_create', engine, 0x1ff, 1, 2, ...pooled, 9, 0]],
  ],
  normalization: [
    (primitives) => primitives.normalizationForward('normalize', 'training', 1, 0.25, flags),
    [['batch_normalization_forward_desc_init', 64, 1, 0.25, 1 | 4 | 8 | 16], created()],
    [['batch_normalization_forward_primitive_desc_create', engine, 64, 1, 1, 0.25, 1 | 8 | 2 | 4, 0]],
  ],
  'gradient of normalization': [
    (primitives) =>
      primitives.normalizationBackward('differentiate', 1, 0.25, { ...flags, globalStatistics: false }, 9),
    [['batch_normalization_backward_desc_init', 128, 1, 1, 0.25, 4 | 8 | 16], created(0, 9)],
    [['batch_normalization_backward_primitive_desc_create', engine, 128, 1, 1, 1, 0.25, 8 | 2 | 4, 9, 0]],
  ],
  'function of single numbers': [
    (primitives) => primitives.eltwiseForward('apply', 'tanh', 1, 0.5, 0.25),
    [['eltwise_forward_desc_init', 64, 47, 1, 0.5, 0.25], created()],
    [['eltwise_forward_primitive_desc_create', engine, 64, 0x21, 1, 1, 0.5, 0.25, 0]],
  ],
  'gradient of a function of single numbers': [
    (primitives) => primitives.eltwiseBackward('differentiate', 'tanh', 1, 0.5, 0.25, 9),
    [['eltwise_backward_desc_init', 47, 1, 1, 0.5, 0.25], created(0, 9)],
    [['eltwise_backward_primitive_desc_create', engine, 0x21, 1, 1, 1, 0.5, 0.25, 9, 0]],
  ],
  softmax: [
    (primitives) => primitives.softmax('normalize', false, 1, 2),
    [['softmax_forward_desc_init', 96, 1, 2], created()],
    [['softmax_forward_primitive_desc_create', engine, 96, 0x30000, 1, 1, 2, 0]],
  ],
  'logarithm of softmax': [
    (primitives) => primitives.softmax('normalize', true, 1, 2),
    [['logsoftmax_forward_desc_init', 96, 1, 2], created()],
    [['softmax_forward_primitive_desc_create', engine, 96, 0x30001, 1, 1, 2, 0]],
  ],
  'product with post-operations': [
    (primitives) => primitives.matMul('multiply', 1, 2, null, 3, post),
    [
      ['post_ops_create'],
      ['primitive_attr_create'],
      ['post_ops_append_eltwise', 102, 1, 31, 0.5, 0],
      ['post_ops_append_binary', 102, 0x1fff0, 7],
      ['post_ops_append_sum', 102, 2],
      ['primitive_attr_set_post_ops', 103, 102],
      ['matmul_desc_init', 1, 2, null, 3],
      created(103),
      ['post_ops_destroy', 102],
      ['primitive_attr_destroy', 103],
    ],
    [
      ['post_ops_create'],
      ['primitive_attr_create'],
      ['post_ops_append_eltwise', 102, 0x20, 0.5, 0],
      ['post_ops_append_binary', 102, 0x1fff0, 7],
      ['post_ops_append_sum', 102, 2, 0, 0],
      ['primitive_attr_set_post_ops', 103, 102],
      ['matmul_primitive_desc_create', engine, 1, 2, null, 3, 103],
      ['post_ops_destroy', 102],
      ['primitive_attr_destroy', 103],
    ],
  ],
  reduction: [
    (primitives) => primitives.reduction('sum', 'sum', 1, 2),
    [['reduction_desc_init', 0x2fff4, 1, 2, 0, 0], created()],
    [['reduction_primitive_desc_create', engine, 0x2fff4, 1, 2, 0, 0, 0]],
  ],
  'function of two numbers': [
    (primitives) => primitives.binary('divide', 'divide', 1, 2, 3),
    [['binary_desc_init', 0x1fff4, 1, 2, 3], created()],
    [['binary_primitive_desc_create', engine, 0x1fff4, 1, 2, 3, 0]],
  ],
  reorder: [
    (primitives) => primitives.reorder('copy', 1, 2),
    [['reorder_primitive_desc_create', 1, engine, 2, engine, 0]],
    [['reorder_primitive_desc_create', 1, engine, 2, engine, 0]],
  ],
  'memory in an order of its own': [
    (primitives) => primitives.forget(primitives.describe({ dims: [2, 3], type: 'int32', strides: [3, 1] })),
    [['memory_desc_init_by_strides', 2, [2, 3], 4, [3, 1]]],
    [
      ['memory_desc_create_with_strides', 2, [2, 3], 4, [3, 1]],
      ['memory_desc_destroy', 102],
    ],
  ],
  'memory in blocks of channels': [
    (primitives) =>
      primitives.forget(primitives.describe({ dims: [2, 16, 5, 5], type: 'bfloat16', strides: 'blocked' })),
    [['memory_desc_init_by_tag', 4, [2, 16, 5, 5], 2, 69]],
    [
      ['memory_desc_create_with_tag', 4, [2, 16, 5, 5], 2, 78],
      ['memory_desc_destroy', 102],
    ],
  ],
}

describe.each(Object.entries(families))('%s', (_, [use, two, three]) => {
  test('makes the calls of version 2', () => expect(callsOf(2, use)).toEqual(two))
  test('makes the calls of version 3', () => expect(callsOf(3, use)).toEqual(three))
})

test('reports what a version has and takes', () => {
  const [two, three] = [recorded(2).primitives, recorded(3).primitives]
  expect([two.hasWinograd, two.gradientTakesShift]).toEqual([true, true])
  expect([three.hasWinograd, three.gradientTakesShift]).toEqual([false, false])
})

test('numbers the operand of a post-operation as the version does', () => {
  const operands = ([2, 3] as const).map((major) => [0, 2].map(recorded(major).primitives.postOperand))
  expect(operands).toEqual([
    [16384 | 2, (3 * 16384) | 2],
    [32768 | 2, (3 * 32768) | 2],
  ])
})
