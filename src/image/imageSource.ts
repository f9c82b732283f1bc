import { open } from 'node:fs/promises'

/** An image to read: the path of a file, or its content under the name that messages use. */
export type ImageSource = string | { readonly name: string; readonly bytes: Uint8Array }

export const sourceName = (source: ImageSource): string => (typeof source === 'string' ? source : source.name)

/** What sharp opens. */
export const sourceInput = (source: ImageSource): string | Uint8Array =>
  typeof source === 'string' ? source : source.bytes

/** The first 512 bytes. Rejects with the system's error where the file cannot be opened. */
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
