/** One image file of a folder, as the folder tells it without opening the file. */
export interface ImageFile {
  /** Relative to the folder, with `/` between the parts. */
  readonly path: string
  /** In bytes. */
  readonly size: number
  /** Time of the last change, in whole milliseconds since 1970. */
  readonly modified: number
}

const extensions = ['jpg', 'jpeg', 'png', 'webp', 'gif', 'tif', 'tiff', 'avif'] as const

/** What a message calls the files that count as images. */
export const imageExtensions: string = extensions.join(', ')

/** Whether a name says that the file is an image, in upper or lower case. */
export const isImageName = (name: string): boolean => {
  const lower = name.toLowerCase()
  return extensions.some((extension) => lower.endsWith(`.${extension}`))
}
