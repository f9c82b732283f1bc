/** The terms that decide how many steps fit into the budget. */
export interface Terms {
  readonly seconds: number
  readonly threads: number
  /** The clock that times a step: the wall clock, or processor time divided by threads. */
  readonly clock: 'wall' | 'processor'
}

const names = ['seconds', 'threads', 'clock'] as const

/**
 * The terms of an output folder: from the command line, else from the first run of the folder, else 120
 * seconds and all processors.
 *
 * - With several jobs, each has one thread by default.
 * - With one thread, the default clock is processor time, which other programs on the machine do not disturb.
 * - With several threads, the default is the wall clock. Processor time divided by threads would count the
 *   work of a single thread as shared work.
 * - Fails if the terms differ from those of the first run of the folder.
 *
 * @param processors the number of processors of the machine
 */
export const termsOf = (
  requested: Partial<Terms>,
  stored: Terms | null,
  jobs: number,
  processors: number,
  out: string,
): Terms => {
  const threads = requested.threads ?? stored?.threads ?? (jobs > 1 ? 1 : processors)
  const terms: Terms = {
    seconds: requested.seconds ?? stored?.seconds ?? 120,
    threads,
    clock: requested.clock ?? stored?.clock ?? (threads === 1 ? 'processor' : 'wall'),
  }
  if (stored === null || names.every((name) => stored[name] === terms[name])) return terms
  const flags = names.map((name) => `--${name} ${stored[name]}`).join(' ')
  throw new Error(`${out} was started with ${flags}: use the same values, or choose another --out`)
}
