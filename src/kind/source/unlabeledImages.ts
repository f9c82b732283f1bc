import * as E from 'fp-ts/lib/Either.js'
import { field, flag, record, writes } from '../../codec/index.ts'
import { concat, map, type Sequence } from '../../stream/sequence.ts'
import type { UnlabeledImage } from './imageSets.ts'
import { defineSource } from './source.ts'

const Params = record({
  file: field(writes('file'), 'the field for the file', 'file'),
  labeledToo: field(flag, 'whether the labeled images are among them, without their labels', true),
})

/** The images of the unlabeled folder, once each, in the order of their paths; the labeled images follow unless the file says otherwise. */
export const unlabeledImages = defineSource({
  name: 'unlabeledImages',
  summary: 'the images of the unlabeled folder, and the labeled ones without their labels, once each',
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
