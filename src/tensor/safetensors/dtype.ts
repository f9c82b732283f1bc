/** The number formats that are stored, by the name that tfjs has for them; each number takes four bytes, little-endian. */
export const storedAs = { float32: 'F32', int32: 'I32' } as const

export type StoredDtype = keyof typeof storedAs

export const bytesPerNumber = 4

/** The bytes before the header: its length as a 64-bit little-endian integer. */
export const lengthBytes = 8
