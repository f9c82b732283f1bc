import { createHash } from 'node:crypto'

/**
 * The SHA-256 of a text (as UTF-8) or of bytes, as 64 hexadecimal digits.
 *
 * @example
 * hashOf('abc') // => 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
 */
export const hashOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')
