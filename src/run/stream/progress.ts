import type { Origin } from '../../stream/item.ts'

/** How far a phase is: its steps, and the last used sample of each feed. */
export interface Progress {
  readonly step: number
  readonly origins: Readonly<Record<string, Origin>>
}

/** Before the first step. */
export const start: Progress = { step: 0, origins: {} }

/** How many samples of a feed were used, the last one perhaps in part. */
export const usedUpTo = ({ position, part }: Origin): number => (part < 0 ? 0 : position + 1)
