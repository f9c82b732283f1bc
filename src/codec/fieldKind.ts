/**
 * What a field of a frame can hold.
 *
 * Of one sample: `file` (its path), `image` (a raster), `category` (a class index), `probabilities` (one for each class), `share` (a number from
 * 0 to 1, such as a confidence), `vector` (numbers that describe a transform).
 * Of a batch: `files`, `images` [batch, height, width, channels], `distribution` [batch, classes], `mask` [batch],
 * `embedding` [batch, size], `scalar` [].
 */
export type FieldKind =
  | 'file'
  | 'image'
  | 'category'
  | 'probabilities'
  | 'share'
  | 'vector'
  | 'files'
  | 'images'
  | 'distribution'
  | 'mask'
  | 'embedding'
  | 'scalar'
