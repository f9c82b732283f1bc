import type { Dim } from './fieldType.ts'

/**
 * The number of values of an image [height, width, channels]; `pixels` if its size is unknown.
 *
 * @example
 * pixelsOf([28, 28, 1]) // => 784
 * pixelsOf(['height', 'width', 3]) // => 'pixels'
 */
export const pixelsOf = (image: readonly Dim[]): Dim => {
  const sizes = image.filter((dim) => typeof dim === 'number')
  return sizes.length < image.length ? 'pixels' : sizes.reduce((product, size) => product * size, 1)
}

/**
 * How many outputs a head has on images of one size. `pixels` means one output per value of an image.
 *
 * @example
 * headSize('pixels', [28, 28, 1]) // => 784
 * headSize('classes', [28, 28, 1]) // => 'classes'
 */
export const headSize = (size: Dim, image: readonly Dim[]): Dim => (size === 'pixels' ? pixelsOf(image) : size)
