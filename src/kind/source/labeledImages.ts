import * as E from 'fp-ts/lib/Either.js'
import { field, record, writes } from '../../codec/index.ts'
import { map } from '../../stream/sequence.ts'
import type { LabeledImage } from './imageSets.ts'
import { defineSource } from './source.ts'

const Params = record({
  file: field(writes('file'), 'the field for the file', 'file'),
  label: field(writes('category'), 'the field for the class', 'label'),
})

/** Reads the labeled images of the split, once each, class by class. To train, add `shuffle` and `repeat`. */
export const labeledImages = defineSource({
  name: 'labeledImages',
  summary: 'reads the labeled images of the split, once each',
  params: Params,
  use: ({ file, label }) => ({
    images: 'labeled',
    infer: (_given, { classes }) =>
      E.right({ [file]: { kind: 'file', shape: [] }, [label]: { kind: 'category', shape: [classes] } }),
    open: (sets) =>
      E.right(map((sample: LabeledImage) => ({ [file]: sample.file, [label]: sample.category }))(sets.labeled)),
  }),
})
