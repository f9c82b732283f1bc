import koffi from 'koffi'
import {
  type BinaryAlgorithm,
  binaryAlgorithm,
  type DataType,
  dataType,
  type EltwiseAlgorithm,
  type PoolingAlgorithm,
  type Propagation,
  poolingAlgorithm,
  propagation,
  type ReductionAlgorithm,
  reductionAlgorithm,
  statusInWords,
} from './constants.ts'

/** A logical tensor: its extents, element type, and strides in elements (`any`: the primitive chooses its own layout). */
export interface Layout {
  readonly dims: readonly number[]
  readonly type: DataType
  /** `blocked`: an image in blocks of 16 channels, its dims [n, c, h, w]. */
  readonly strides: readonly number[] | 'any' | 'blocked'
}

/** oneDNN's memory descriptor: a struct by value in version 2, an address in version 3. */
export type Descriptor = Uint8Array | number

/** What happens to the result before it is stored: an activation, or the addition of what the destination held. */
export type PostOperation =
  | { readonly eltwise: EltwiseAlgorithm; readonly alpha: number; readonly beta: number }
  | { readonly binary: BinaryAlgorithm; readonly operand: Descriptor }
  | { readonly sum: number }

export interface Window {
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
  readonly padBefore: readonly number[]
  readonly padAfter: readonly number[]
}

export interface ConvolutionShape extends Window {
  readonly algorithm: 'direct' | 'winograd'
  readonly source: Descriptor
  readonly weights: Descriptor
  readonly bias: Descriptor | null
  readonly destination: Descriptor
}

export interface PoolingShape extends Window {
  readonly algorithm: PoolingAlgorithm
  readonly source: Descriptor
  readonly destination: Descriptor
  readonly kernel: readonly number[]
}

/** A failing call of oneDNN: the operation, its shapes and the status in words. */
export class OneDnnFailure extends Error {
  readonly status: number
  constructor(operation: string, status: number) {
    super(`oneDNN could not ${operation}: ${statusInWords[status] ?? `status ${status}`} (status ${status})`)
    this.name = 'OneDnnFailure'
    this.status = status
  }
}

type Call = (...values: readonly unknown[]) => number

/** Addresses come back through a one-element array; they stay below 2^53 on every supported system, so a number holds them. */
const received = new BigUint64Array(1)
const dims64 = (values: readonly number[]): BigInt64Array => BigInt64Array.from(values, BigInt)

/**
 * The functions of the loaded oneDNN behind one interface: the only file that knows versions 2 and 3 apart.
 *
 * Version 2 describes an operation in a struct (opaque here, of the size read from the header of 2.6) and creates the
 * primitive descriptor from it; version 3 creates it in one call and keeps memory descriptors behind addresses.
 * Every `create...` returns the address of a primitive descriptor which the caller destroys.
 */
export const bindPrimitives = (library: ReturnType<typeof koffi.load>, major: 2 | 3) => {
  const bind = (name: string, parameters: readonly string[]): Call =>
    library.func(name, 'int', [...parameters]) as unknown as Call // koffi types its functions as any
  const check = (operation: string, status: number): void => {
    if (status !== 0) throw new OneDnnFailure(operation, status)
  }
  const create = (operation: string, call: () => number): number => {
    check(operation, call())
    return Number(received[0])
  }
  const pointers = (count: number): readonly string[] => Array.from({ length: count }, () => 'void *')

  const engineCreate = bind('dnnl_engine_create', ['void *', 'int', 'size_t'])
  const streamCreate = bind('dnnl_stream_create', ['void *', 'uintptr_t', 'uint'])
  const engine = create('create a CPU engine', () => engineCreate(received, 1, 0))
  const stream = create('create a stream', () => streamCreate(received, engine, 1))

  const attributesCreate = bind('dnnl_primitive_attr_create', ['void *'])
  const attributesDestroy = bind('dnnl_primitive_attr_destroy', ['uintptr_t'])
  const setPostOperations = bind('dnnl_primitive_attr_set_post_ops', ['uintptr_t', 'uintptr_t'])
  const postCreate = bind('dnnl_post_ops_create', ['void *'])
  const postDestroy = bind('dnnl_post_ops_destroy', ['uintptr_t'])
  const appendBinary = bind('dnnl_post_ops_append_binary', ['uintptr_t', 'int', 'void *'])
  const eltwiseOf2 = {
    relu: 31,
    tanh: 47,
    logistic: 175,
    swish: 223,
    exp: 191,
    elu: 63,
    square: 79,
    sqrt: 111,
    linear: 127,
    clip: 255,
  } satisfies Record<EltwiseAlgorithm, number>
  const eltwiseOf3 = {
    relu: 0x20,
    tanh: 0x21,
    elu: 0x22,
    square: 0x23,
    sqrt: 0x25,
    linear: 0x26,
    clip: 0x2e,
    logistic: 0x29,
    exp: 0x2a,
    swish: 0x2c,
  } satisfies Record<EltwiseAlgorithm, number>
  const eltwiseAlgorithm = major === 2 ? eltwiseOf2 : eltwiseOf3

  const appendEltwise =
    major === 2
      ? bind('dnnl_post_ops_append_eltwise', ['uintptr_t', 'float', 'int', 'float', 'float'])
      : bind('dnnl_post_ops_append_eltwise', ['uintptr_t', 'int', 'float', 'float'])
  const appendSum =
    major === 2
      ? bind('dnnl_post_ops_append_sum', ['uintptr_t', 'float'])
      : bind('dnnl_post_ops_append_sum', ['uintptr_t', 'float', 'int', 'int'])
  const append = (list: number, operation: PostOperation): number => {
    if ('sum' in operation) return major === 2 ? appendSum(list, operation.sum) : appendSum(list, operation.sum, 0, 0)
    if ('binary' in operation) return appendBinary(list, binaryAlgorithm[operation.binary], operation.operand)
    const algorithm = eltwiseAlgorithm[operation.eltwise]
    return major === 2
      ? appendEltwise(list, 1, algorithm, operation.alpha, operation.beta)
      : appendEltwise(list, algorithm, operation.alpha, operation.beta)
  }

  /** Runs `use` with the address of an attribute that holds the post-operations (0 when there are none). */
  const withAttributes = <A>(operations: readonly PostOperation[], use: (attributes: number) => A): A => {
    if (operations.length === 0) return use(0)
    const list = create('create post-operations', () => postCreate(received))
    const attributes = create('create attributes', () => attributesCreate(received))
    try {
      for (const operation of operations) check('append a post-operation', append(list, operation))
      check('set post-operations', setPostOperations(attributes, list))
      return use(attributes)
    } finally {
      postDestroy(list)
      attributesDestroy(attributes)
    }
  }

  const descriptorInit =
    major === 2
      ? bind('dnnl_memory_desc_init_by_strides', ['void *', 'int', 'void *', 'int', 'void *'])
      : bind('dnnl_memory_desc_create_with_strides', ['void *', 'int', 'void *', 'int', 'void *'])
  const descriptorInitAny =
    major === 2
      ? bind('dnnl_memory_desc_init_by_tag', ['void *', 'int', 'void *', 'int', 'int'])
      : bind('dnnl_memory_desc_create_with_tag', ['void *', 'int', 'void *', 'int', 'int'])
  const descriptorDestroy = major === 3 ? bind('dnnl_memory_desc_destroy', ['uintptr_t']) : undefined
  const tags = { any: 1, blocked: major === 2 ? 69 : 78 }
  const describe = ({ dims, type, strides }: Layout): Descriptor => {
    const out = major === 2 ? new Uint8Array(696) : received
    const operation = `describe [${dims.join(', ')}] of ${type}`
    check(
      operation,
      typeof strides === 'string'
        ? descriptorInitAny(out, dims.length, dims64(dims), dataType[type], tags[strides])
        : descriptorInit(out, dims.length, dims64(dims), dataType[type], dims64(strides)),
    )
    return out instanceof Uint8Array ? out : Number(out[0])
  }
  const forget = (descriptor: Descriptor | null): void => {
    if (typeof descriptor === 'number') descriptorDestroy?.(descriptor)
  }

  const createFromOperation =
    major === 2
      ? bind('dnnl_primitive_desc_create', ['void *', 'void *', 'uintptr_t', 'uintptr_t', 'uintptr_t'])
      : undefined

  /** One kind of primitive descriptor, by the constructor that the version has. */
  const maker = (
    two: { readonly name: string; readonly bytes: number; readonly parameters: readonly string[] },
    three: { readonly name: string; readonly parameters: readonly string[]; readonly hint: boolean },
  ) => {
    if (createFromOperation !== undefined) {
      const init = bind(two.name, ['void *', ...two.parameters])
      return (operation: string, values: readonly unknown[], attributes: number, hint: number): number => {
        const struct = new Uint8Array(two.bytes)
        check(operation, init(struct, ...values))
        return create(operation, () => createFromOperation(received, struct, attributes, engine, hint))
      }
    }
    const make = bind(three.name, [
      'void *',
      'uintptr_t',
      ...three.parameters,
      ...(three.hint ? ['uintptr_t', 'uintptr_t'] : ['uintptr_t']),
    ])
    return (operation: string, values: readonly unknown[], attributes: number, hint: number): number =>
      create(operation, () =>
        three.hint
          ? make(received, engine, ...values, hint, attributes)
          : make(received, engine, ...values, attributes),
      )
  }
  const same = (name: string, bytes: number, parameters: readonly string[], hint = false) =>
    maker(
      { name: `dnnl_${name}_desc_init`, bytes, parameters },
      { name: `dnnl_${name.replace('dilated_', '')}_primitive_desc_create`, parameters, hint },
    )

  const convolutionForward = same('dilated_convolution_forward', 5976, ['int', 'int', ...pointers(8)])
  const convolutionBackwardData = same('dilated_convolution_backward_data', 5976, ['int', ...pointers(7)], true)
  const convolutionBackwardWeights = same('dilated_convolution_backward_weights', 5976, ['int', ...pointers(8)], true)
  const poolingForward = maker(
    { name: 'dnnl_pooling_v2_forward_desc_init', bytes: 3288, parameters: ['int', 'int', ...pointers(7)] },
    { name: 'dnnl_pooling_forward_primitive_desc_create', parameters: ['int', 'int', ...pointers(7)], hint: false },
  )
  const poolingBackward = maker(
    { name: 'dnnl_pooling_v2_backward_desc_init', bytes: 3288, parameters: ['int', ...pointers(7)] },
    { name: 'dnnl_pooling_backward_primitive_desc_create', parameters: ['int', ...pointers(7)], hint: true },
  )
  const normalizationForward = maker(
    {
      name: 'dnnl_batch_normalization_forward_desc_init',
      bytes: 3496,
      parameters: ['int', 'void *', 'float', 'uint'],
    },
    {
      name: 'dnnl_batch_normalization_forward_primitive_desc_create',
      parameters: ['int', 'void *', 'void *', 'float', 'uint'],
      hint: false,
    },
  )
  const normalizationBackward = maker(
    {
      name: 'dnnl_batch_normalization_backward_desc_init',
      bytes: 3496,
      parameters: ['int', 'void *', 'void *', 'float', 'uint'],
    },
    {
      name: 'dnnl_batch_normalization_backward_primitive_desc_create',
      parameters: ['int', 'void *', 'void *', 'void *', 'float', 'uint'],
      hint: true,
    },
  )
  const eltwiseForward = maker(
    {
      name: 'dnnl_eltwise_forward_desc_init',
      bytes: 1416,
      parameters: ['int', 'int', 'void *', 'float', 'float'],
    },
    {
      name: 'dnnl_eltwise_forward_primitive_desc_create',
      parameters: ['int', 'int', 'void *', 'void *', 'float', 'float'],
      hint: false,
    },
  )
  const eltwiseBackward = maker(
    {
      name: 'dnnl_eltwise_backward_desc_init',
      bytes: 1416,
      parameters: ['int', 'void *', 'void *', 'float', 'float'],
    },
    {
      name: 'dnnl_eltwise_backward_primitive_desc_create',
      parameters: ['int', 'void *', 'void *', 'void *', 'float', 'float'],
      hint: true,
    },
  )
  const softmaxForward = (logarithm: boolean) =>
    maker(
      {
        name: logarithm ? 'dnnl_logsoftmax_forward_desc_init' : 'dnnl_softmax_forward_desc_init',
        bytes: 1408,
        parameters: ['int', 'void *', 'int'],
      },
      {
        name: 'dnnl_softmax_forward_primitive_desc_create',
        parameters: ['int', 'int', 'void *', 'void *', 'int'],
        hint: false,
      },
    )
  const softmaxPlain = softmaxForward(false)
  const softmaxLogarithm = softmaxForward(true)
  const matMul = same('matmul', 2800, pointers(4))
  const reduction = same('reduction', 1408, ['int', 'void *', 'void *', 'float', 'float'])
  const binary = same('binary', 2096, ['int', ...pointers(3)])
  const reorder = bind('dnnl_reorder_primitive_desc_create', [
    'void *',
    'void *',
    'uintptr_t',
    'void *',
    'uintptr_t',
    'uintptr_t',
  ])

  const windowOf = ({ strides, dilations, padBefore, padAfter }: Window) =>
    [dims64(strides), dims64(dilations.map((dilation) => dilation - 1)), dims64(padBefore), dims64(padAfter)] as const
  const convolutionAlgorithm = { direct: 1, winograd: 2 }
  const flags2 = { given: 1, relu: 4, affine: 8 | 16 }
  const flags3 = { given: 1, relu: 8, affine: 2 | 4 }
  const normalizationFlags = major === 2 ? flags2 : flags3
  const flagsOf = ({ affine, relu, given }: NormalizationFlags): number =>
    (affine ? normalizationFlags.affine : 0) |
    (relu ? normalizationFlags.relu : 0) |
    (given ? normalizationFlags.given : 0)

  const queryDescriptor = library.func('dnnl_primitive_desc_query_md', 'uintptr_t', [
    'uintptr_t',
    'int',
    'int',
  ]) as unknown as Call // koffi types its functions as any
  const queryText = bind('dnnl_primitive_desc_query', ['uintptr_t', 'int', 'int', 'void *'])
  const bytesOf = library.func('dnnl_memory_desc_get_size', 'size_t', ['void *']) as unknown as Call // as above
  const equal = bind('dnnl_memory_desc_equal', ['void *', 'void *'])

  return {
    engine,
    stream,
    describe,
    forget,
    /** Whether the gradient of batch normalization wants the shift among its arguments: version 3 refuses what 2 demands. */
    gradientTakesShift: major === 2,
    /** Whether the library has Winograd's algorithm and the layout in blocks of channels that it works on: version 3 dropped it. */
    hasWinograd: major === 2,

    convolutionForward: (name: string, kind: Propagation, c: ConvolutionShape, post: readonly PostOperation[] = []) =>
      withAttributes(post, (attributes) =>
        convolutionForward(
          name,
          [
            propagation[kind],
            convolutionAlgorithm[c.algorithm],
            c.source,
            c.weights,
            c.bias,
            c.destination,
            ...windowOf(c),
          ],
          attributes,
          0,
        ),
      ),
    convolutionBackwardData: (name: string, c: ConvolutionShape, forward: number) =>
      convolutionBackwardData(
        name,
        [convolutionAlgorithm[c.algorithm], c.source, c.weights, c.destination, ...windowOf(c)],
        0,
        forward,
      ),
    convolutionBackwardWeights: (name: string, c: ConvolutionShape, forward: number) =>
      convolutionBackwardWeights(
        name,
        [convolutionAlgorithm[c.algorithm], c.source, c.weights, c.bias, c.destination, ...windowOf(c)],
        0,
        forward,
      ),
    poolingForward: (name: string, kind: Propagation, p: PoolingShape) => {
      const [strides, dilations, before, after] = windowOf(p)
      return poolingForward(
        name,
        [
          propagation[kind],
          poolingAlgorithm[p.algorithm],
          p.source,
          p.destination,
          strides,
          dims64(p.kernel),
          dilations,
          before,
          after,
        ],
        0,
        0,
      )
    },
    poolingBackward: (name: string, p: PoolingShape, forward: number) => {
      const [strides, dilations, before, after] = windowOf(p)
      return poolingBackward(
        name,
        [poolingAlgorithm[p.algorithm], p.source, p.destination, strides, dims64(p.kernel), dilations, before, after],
        0,
        forward,
      )
    },
    normalizationForward: (
      name: string,
      kind: Propagation,
      data: Descriptor,
      epsilon: number,
      flags: NormalizationFlags,
    ) =>
      normalizationForward(
        name,
        major === 2
          ? [propagation[kind], data, epsilon, flagsOf(flags)]
          : [propagation[kind], data, data, epsilon, flagsOf(flags)],
        0,
        0,
      ),
    normalizationBackward: (
      name: string,
      data: Descriptor,
      epsilon: number,
      flags: NormalizationFlags,
      forward: number,
    ) =>
      normalizationBackward(
        name,
        major === 2
          ? [propagation.backward, data, data, epsilon, flagsOf(flags)]
          : [propagation.backward, data, data, data, epsilon, flagsOf(flags)],
        0,
        forward,
      ),
    eltwiseForward: (name: string, algorithm: EltwiseAlgorithm, data: Descriptor, alpha: number, beta: number) =>
      eltwiseForward(
        name,
        major === 2
          ? [propagation.training, eltwiseAlgorithm[algorithm], data, alpha, beta]
          : [propagation.training, eltwiseAlgorithm[algorithm], data, data, alpha, beta],
        0,
        0,
      ),
    eltwiseBackward: (
      name: string,
      algorithm: EltwiseAlgorithm,
      data: Descriptor,
      alpha: number,
      beta: number,
      forward: number,
    ) =>
      eltwiseBackward(
        name,
        major === 2
          ? [eltwiseAlgorithm[algorithm], data, data, alpha, beta]
          : [eltwiseAlgorithm[algorithm], data, data, data, alpha, beta],
        0,
        forward,
      ),
    softmax: (name: string, logarithm: boolean, data: Descriptor, axis: number) =>
      (logarithm ? softmaxLogarithm : softmaxPlain)(
        name,
        major === 2
          ? [propagation.inference, data, axis]
          : [propagation.inference, logarithm ? 0x30001 : 0x30000, data, data, axis],
        0,
        0,
      ),
    matMul: (
      name: string,
      source: Descriptor,
      weights: Descriptor,
      bias: Descriptor | null,
      destination: Descriptor,
      post: readonly PostOperation[] = [],
    ) => withAttributes(post, (attributes) => matMul(name, [source, weights, bias, destination], attributes, 0)),
    reduction: (name: string, algorithm: ReductionAlgorithm, source: Descriptor, destination: Descriptor) =>
      reduction(name, [reductionAlgorithm[algorithm], source, destination, 0, 0], 0, 0),
    binary: (
      name: string,
      algorithm: BinaryAlgorithm,
      first: Descriptor,
      second: Descriptor,
      destination: Descriptor,
      post: readonly PostOperation[] = [],
    ) =>
      withAttributes(post, (attributes) =>
        binary(name, [binaryAlgorithm[algorithm], first, second, destination], attributes, 0),
      ),
    reorder: (name: string, from: Descriptor, to: Descriptor) =>
      create(name, () => reorder(received, from, engine, to, engine, 0)),

    /** The memory descriptor that a primitive descriptor chose; it lives as long as the primitive descriptor. */
    chosen: (primitiveDescriptor: number, what: number): number => queryDescriptor(primitiveDescriptor, what, 0),
    implementation: (primitiveDescriptor: number): string => {
      const text = new BigUint64Array(1)
      queryText(primitiveDescriptor, 8, 0, text)
      return String(koffi.decode(text[0] ?? 0n, 'char', 64)).replace(/\0.*$/s, '')
    },
    bytes: (descriptor: Descriptor): number => Number(bytesOf(descriptor)),
    equal: (a: Descriptor, b: Descriptor): boolean => equal(a, b) !== 0,

    primitiveCreate: bind('dnnl_primitive_create', ['void *', 'uintptr_t']),
    primitiveDestroy: bind('dnnl_primitive_destroy', ['uintptr_t']),
    descriptorDestroy: bind('dnnl_primitive_desc_destroy', ['uintptr_t']),
    memoryCreate: bind('dnnl_memory_create', ['void *', 'void *', 'uintptr_t', 'uintptr_t']),
    memoryDestroy: bind('dnnl_memory_destroy', ['uintptr_t']),
    setHandle: bind('dnnl_memory_set_data_handle', ['uintptr_t', 'uintptr_t']),
    execute: bind('dnnl_primitive_execute', ['uintptr_t', 'uintptr_t', 'int', 'uintptr_t']),
    create,
  }
}

export interface NormalizationFlags {
  readonly affine: boolean
  readonly relu: boolean
  readonly given: boolean
}

/** oneDNN as the rest of the backend sees it. */
export type Primitives = ReturnType<typeof bindPrimitives>
