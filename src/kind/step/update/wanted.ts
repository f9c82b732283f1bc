import type { Wanted } from './forward.ts'
import type { Term } from './term.ts'

/** The outputs that terms read, without duplicates. */
export const wantedBy = (terms: Readonly<Record<string, Term>>): readonly Wanted[] => {
  const all = Object.values(terms).flatMap(({ use: { inputs } }) =>
    inputs.flatMap((input): readonly Wanted[] =>
      input.from === 'output' ? [{ views: input.views, head: input.head }] : [],
    ),
  )
  return all.filter(
    ({ views, head }, i) => all.findIndex((other) => other.head === head && other.views.join() === views.join()) === i,
  )
}

/** The views that terms read, without duplicates. */
export const viewsOf = (terms: Readonly<Record<string, Term>>): readonly string[] => [
  ...new Set(wantedBy(terms).flatMap(({ views }) => views)),
]
