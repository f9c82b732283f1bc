import * as E from 'fp-ts/lib/Either.js'
import { field, flag, readsLedger, record, writes } from '../../codec/index.ts'
import { map } from '../../stream/sequence.ts'
import type { LedgerImage } from './imageSets.ts'
import { defineSource } from './source.ts'

const Params = record({
  ledger: field(readsLedger, 'which ledger: the newest from an earlier phase, or one that the run receives'),
  file: field(writes('file'), 'the field for the file', 'file'),
  label: field(writes('category'), 'the field for the class', 'label'),
  probabilities: field(writes('probabilities'), 'the field for the probabilities of all classes', 'probabilities'),
  confidence: field(writes('share'), 'the field for the confidence', 'confidence'),
  labeledToo: field(flag, 'whether to include the labeled images, with their true labels', true),
})

/**
 * Reads the images that have an accepted label in a ledger, once each.
 *
 * The labels may come from a teacher, a script, or corrections by hand.
 *
 * - A labeled image keeps its true label, at confidence 1, whatever the ledger says.
 * - `labeledToo: false` leaves the labeled images out.
 * - If a ledger has two rows for one image, the later one counts.
 */
export const ledgerImages = defineSource({
  name: 'ledgerImages',
  summary: 'reads the images that have a label in a ledger, once each',
  example: { ledgerImages: { ledger: 'labels' } },
  params: Params,
  use: ({ ledger, file, label, probabilities, confidence, labeledToo }) => ({
    images: 'ledger',
    infer: (_given, { classes }) =>
      E.right({
        [file]: { kind: 'file', shape: [] },
        [label]: { kind: 'category', shape: [classes] },
        [probabilities]: { kind: 'probabilities', shape: [classes] },
        [confidence]: { kind: 'share', shape: [] },
      }),
    open: (sets) =>
      E.map(
        map((image: LedgerImage) => ({
          [file]: image.file,
          [label]: image.category,
          [probabilities]: image.probabilities,
          [confidence]: image.confidence,
        })),
      )(sets.ledger({ name: ledger, labeledToo })),
  }),
})
