import * as E from 'fp-ts/lib/Either.js'
import { field, flag, record, writes } from '../../codec/index.ts'
import { concat, map, type Sequence } from '../../stream/sequence.ts'
import type { UnlabeledImage } from './imageSets.ts'
import { defineSource } from './source.ts'

const Params = record({
  file: field(writes('file'), 'the field for the file', 'file'),
  labeledToo: field(flag, 'whether to include the labeled images, without their labels', true),
})

/**
 * Reads the images of the unlabeled folder, once each, in the order of their paths.
 *
 * The labeled images follow, unless `labeledToo` is false.
 */
export const unlabeledImages = defineSource({
  name: 'unlabeledImages',
  summary: 'reads the unlabeled images, and the labeled ones without their labels, once each',
  params: Params,
  use: ({ file, labeledToo }) => ({
    images: 'unlabeled',
    infer: () => E.right({ [file]: { kind: 'file', shape: [] } }),
    open: ({ unlabeled, labeled, labeledAmongUnlabeled }) => {
      const all: Sequence<UnlabeledImage> =
        labeledToo && !labeledAmongUnlabeled ? concat<UnlabeledImage>(unlabeled, labeled) : unlabeled
      return E.right(map((image: UnlabeledImage) => ({ [file]: image.file }))(all))
    },
  }),
})
