import type { Major } from './library.ts'

/** What is said of a source and a destination that lie alike: version 2 is told once, version 3 once for each. */
export const bothEnds = <A>(major: Major, end: A): readonly A[] => (major === 2 ? [end] : [end, end])
