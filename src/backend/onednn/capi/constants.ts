// Numbers of the C interface of oneDNN that versions 2.6 and 3.x share.

/** Indices of the arguments of a primitive. */
export const argument = {
  source: 1,
  source1: 2,
  destination: 17,
  weights: 33,
  bias: 41,
  mean: 49,
  variance: 50,
  scale: 51,
  shift: 52,
  workspace: 64,
  gradientOfSource: 129,
  gradientOfDestination: 145,
  gradientOfWeights: 161,
  gradientOfBias: 169,
  gradientOfScale: 255,
  gradientOfShift: 256,
} as const

export const dataType = { bfloat16: 2, float32: 3, int32: 4, uint8: 6 } as const
export type DataType = keyof typeof dataType
export const bytesPerElement: Readonly<Record<DataType, number>> = { bfloat16: 2, float32: 4, int32: 4, uint8: 1 }

export const propagation = {
  training: 64,
  inference: 96,
  backward: 128,
  backwardData: 160,
  backwardWeights: 192,
} as const
export type Propagation = 'training' | 'inference'

export const binaryAlgorithm = {
  add: 0x1fff0,
  multiply: 0x1fff1,
  maximum: 0x1fff2,
  minimum: 0x1fff3,
  divide: 0x1fff4,
  subtract: 0x1fff5,
} as const
export type BinaryAlgorithm = keyof typeof binaryAlgorithm

export const reductionAlgorithm = { maximum: 0x2fff2, sum: 0x2fff4, mean: 0x2fff6 } as const
export type ReductionAlgorithm = keyof typeof reductionAlgorithm

export const poolingAlgorithm = { maximum: 0x1ff, averageOfInside: 0x3ff } as const
export type PoolingAlgorithm = keyof typeof poolingAlgorithm

/** Memory descriptors that a query of a primitive descriptor returns. */
export const query = {
  source: 129,
  gradientOfSource: 130,
  weights: 131,
  gradientOfWeights: 132,
  destination: 133,
  gradientOfDestination: 134,
  workspace: 135,
} as const

/** The meaning of each status but 0, which is success. */
export const statusInWords: Readonly<Record<number, string>> = {
  1: 'out of memory',
  2: 'invalid arguments',
  3: 'not implemented for this shape or type',
  4: 'last implementation reached',
  5: 'runtime error',
  6: 'not required',
}
