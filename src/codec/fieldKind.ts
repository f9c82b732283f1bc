/**
 * What a field of a frame can hold.
 *
 * In one sample:
 * - `file`: its path
 * - `image`: a raster
 * - `stack`: several views of the image, all of one size
 * - `category`: a class index
 * - `probabilities`: one for each class
 * - `share`: a number from 0 to 1, such as a confidence
 * - `vector`: numbers that describe a transform
 *
 * In a batch:
 * - `files`
 * - `images`: [batch, height, width, channels]
 * - `stacks`: [batch, views, height, width, channels]
 * - `distribution`: [batch, classes]
 * - `mask`: [batch]
 * - `embedding`: [batch, size]
 * - `scalar`: []
 */
export type FieldKind =
  | 'file'
  | 'image'
  | 'stack'
  | 'category'
  | 'probabilities'
  | 'share'
  | 'vector'
  | 'files'
  | 'images'
  | 'stacks'
  | 'distribution'
  | 'mask'
  | 'embedding'
  | 'scalar'
