/**
 * The number formats that a file can store, by their name in tfjs. Each number takes four bytes,
 * little-endian.
 */
export const storedAs = { float32: 'F32', int32: 'I32' } as const

export type StoredDtype = keyof typeof storedAs

export const bytesPerNumber = 4

/** The number of bytes before the header, which hold its length as a 64-bit little-endian integer. */
export const lengthBytes = 8
