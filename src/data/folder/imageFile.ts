/** One image file of a folder, as the folder lists it. The file is not opened. */
export interface ImageFile {
  /** Relative to the folder, with `/` between the parts. */
  readonly path: string
  /** In bytes. */
  readonly size: number
  /** Time of the last change, in whole milliseconds since 1970. */
  readonly modified: number
}

const extensions = ['jpg', 'jpeg', 'png', 'webp', 'gif', 'tif', 'tiff', 'avif'] as const

/** The extensions of image files, as a message lists them. */
export const imageExtensions: string = extensions.join(', ')

/**
 * True if the name has the extension of an image, in upper or lower case.
 *
 * @example
 * isImageName('cat/1.JPG') // => true
 * isImageName('notes.txt') // => false
 */
export const isImageName = (name: string): boolean => {
  const lower = name.toLowerCase()
  return extensions.some((extension) => lower.endsWith(`.${extension}`))
}
