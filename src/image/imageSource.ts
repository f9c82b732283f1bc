import { open } from 'node:fs/promises'

/** An image to read: the path of a file, or bytes with the name that messages use. */
export type ImageSource = string | { readonly name: string; readonly bytes: Uint8Array }

/**
 * The name that messages use.
 *
 * @example
 * sourceName('cat/1.jpg') // => 'cat/1.jpg'
 * sourceName({ name: 'train.tar/7', bytes: new Uint8Array(0) }) // => 'train.tar/7'
 */
export const sourceName = (source: ImageSource): string => (typeof source === 'string' ? source : source.name)

/**
 * The path or the bytes, as sharp takes them.
 *
 * @example
 * sourceInput({ name: 'train.tar/7', bytes: Uint8Array.of(1, 2) }) // => Uint8Array.of(1, 2)
 */
export const sourceInput = (source: ImageSource): string | Uint8Array =>
  typeof source === 'string' ? source : source.bytes

/**
 * The first 512 bytes. Rejects with the error of the system if the file cannot be opened.
 *
 * @example
 * (await sourceHead({ name: 'train.tar/7', bytes: new Uint8Array(1000) })).length // => 512
 */
export const sourceHead = async (source: ImageSource): Promise<Uint8Array> => {
  if (typeof source !== 'string') return source.bytes.subarray(0, 512)
  const handle = await open(source)
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(512), 0, 512, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
