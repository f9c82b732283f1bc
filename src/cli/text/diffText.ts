import type { LedgerDiff } from '../../data/ledger/diffLedgers.ts'
import { percent } from '../../prelude/percent.ts'
import { columns } from './columns.ts'

/** The largest number of changes in the text. The data has all of them. */
const shown = 20

/** The differences of two ledgers as text: counts, then the changes by class, then the classes. */
export const diffText = ({
  images,
  changed,
  moves,
  newlyAccepted,
  noLongerAccepted,
  confidence,
  classes,
}: LedgerDiff) => {
  const rest = moves.slice(shown)
  const moved = [
    columns([['from', 'to', 'images'], ...moves.slice(0, shown).map(({ from, to, images: n }) => [from, to, `${n}`])]),
    ...(rest.length === 0
      ? []
      : [`and ${rest.length} more, of ${rest.reduce((n, move) => n + move.images, 0)} images`]),
  ].join('\n')
  return [
    [
      `images: ${images.before} before, ${images.after} after; ${images.both} in both, ${images.onlyBefore} only before, ${images.onlyAfter} only after`,
      `changed: ${changed} of ${images.both} labels (${percent(changed / images.both)})`,
      `accepted: ${newlyAccepted} newly, ${noLongerAccepted} no longer`,
      `mean confidence: ${percent(confidence.before)} before, ${percent(confidence.after)} after`,
    ].join('\n'),
    ...(moves.length === 0 ? [] : [moved]),
    columns([
      ['class', 'before', 'after', 'accepted before', 'accepted after'],
      ...classes.map((one) => [
        one.class,
        ...[one.before, one.after, one.acceptedBefore, one.acceptedAfter].map(String),
      ]),
    ]),
  ].join('\n\n')
}
