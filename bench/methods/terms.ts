/** What decides how many steps fit into the budget. */
export interface Terms {
  readonly seconds: number
  readonly threads: number
  /** Whether the time of a step is that of the wall clock, or processor time divided by threads. */
  readonly clock: 'wall' | 'processor'
}

const names = ['seconds', 'threads', 'clock'] as const

/**
 * The terms of an output folder: what the command line says, else what the folder was begun with, else 120 seconds and all processors.
 *
 * Several jobs have one thread each. With one thread the clock is processor time, which other programs on the machine do not disturb; divided by
 * several threads it would take the work that only one of them does for shared work, so there the wall clock counts.
 *
 * Edge: other terms than those the folder was begun with are an error.
 *
 * @param processors how many the machine has
 */
export const termsOf = (
  given: Partial<Terms>,
  stored: Terms | null,
  jobs: number,
  processors: number,
  out: string,
): Terms => {
  const threads = given.threads ?? stored?.threads ?? (jobs > 1 ? 1 : processors)
  const terms: Terms = {
    seconds: given.seconds ?? stored?.seconds ?? 120,
    threads,
    clock: given.clock ?? stored?.clock ?? (threads === 1 ? 'processor' : 'wall'),
  }
  if (stored === null || names.every((name) => stored[name] === terms[name])) return terms
  const begun = names.map((name) => `--${name} ${stored[name]}`).join(' ')
  throw new Error(`${out} was begun with ${begun}: go on with that, or choose another --out`)
}
