import type { Wanted } from './forward.ts'
import type { Term } from './term.ts'

/** Every output that terms look at, once each. */
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

/** Every view that terms look at, once each. */
export const viewsOf = (terms: Readonly<Record<string, Term>>): readonly string[] => [
  ...new Set(wantedBy(terms).flatMap(({ views }) => views)),
]
