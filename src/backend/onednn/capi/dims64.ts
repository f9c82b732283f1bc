/** Extents and strides as the C interface reads them. */
export const dims64 = (values: readonly number[]): BigInt64Array => BigInt64Array.from(values, BigInt)
