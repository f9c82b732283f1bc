import { count, field, list, number, optional, record, text } from '../../codec/index.ts'

const splitImage = record({
  class: field(text('the name of a class'), 'class folder that holds the image'),
  file: field(text('a path'), 'path relative to the folder of labeled images'),
  size: field(number({ min: 0, whole: true }), 'bytes'),
  sha256: field(text('a SHA-256 in hexadecimal', /^[0-9a-f]{64}$/), 'hash of the content'),
})

/**
 * The content of `splits.json` in a run folder.
 *
 * It lists the labeled images and those kept for validation, with their content hashes.
 */
export const splits = record({
  version: field(text('version 1', /^1$/), 'version of this format'),
  key: field(text('16 hexadecimal digits', /^[0-9a-f]{16}$/), 'key of the draw'),
  labelsPerClass: field(optional(count), 'labeled images drawn per class; null for all', null),
  validationPerClass: field(number({ min: 0, whole: true }), 'validation images asked per class'),
  classes: field(list(text('the name of a class'), 1), 'class names; the class number is the place in this list'),
  labeled: field(list(splitImage), 'images whose label is known to the training'),
  validation: field(list(splitImage), 'images kept for choosing between models; never trained on as labeled'),
})

export type SplitImage = (typeof splitImage)['_A']
export type Splits = (typeof splits)['_A']
