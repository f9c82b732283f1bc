import type { LedgerAudit } from '../../data/ledger/auditLedger.ts'
import { percent } from '../../prelude/percent.ts'
import { columns } from './columns.ts'

/** The quality of labels as text: totals, then by class, then by confidence. */
export const auditText = (audit: LedgerAudit): string =>
  [
    [
      `images: ${audit.images}, ${audit.accepted} accepted and ${audit.rejected} rejected (coverage ${percent(audit.coverage)})`,
      `truth: ${audit.known} known, ${audit.missing} missing, ${audit.ambiguous} ambiguous`,
      `precision ${percent(audit.precision)} of accepted labels, accuracy ${percent(audit.accuracy)} of all, calibration error ${percent(audit.calibrationError)}`,
    ].join('\n'),
    columns([
      ['class', 'true', 'predicted', 'precision', 'recall', 'accepted', 'precision of accepted'],
      ...audit.classes.map((one) => [
        one.class,
        String(one.true),
        String(one.predicted),
        percent(one.precision),
        percent(one.recall),
        String(one.accepted),
        percent(one.acceptedPrecision),
      ]),
    ]),
    columns([
      ['confidence', 'images', 'precision', 'mean confidence'],
      ...audit.bins.map(({ from, to, images, precision, confidence }) => [
        `${from.toFixed(1)} to ${to.toFixed(1)}`,
        String(images),
        percent(precision),
        percent(confidence),
      ]),
    ]),
  ].join('\n\n')
