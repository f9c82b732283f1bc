import type { Origin } from '../../stream/item.ts'

/** Where a phase stands: steps made, and for each feed the last sample that was used. */
export interface Progress {
  readonly step: number
  readonly origins: Readonly<Record<string, Origin>>
}

/** Before the first step. */
export const start: Progress = { step: 0, origins: {} }

/** Samples of a feed that were used, if only in part. */
export const usedUpTo = ({ position, part }: Origin): number => (part < 0 ? 0 : position + 1)
