import type { Major } from './library.ts'

/** An argument that describes source and destination together: once for version 2, twice for version 3. */
export const bothEnds = <A>(major: Major, end: A): readonly A[] => (major === 2 ? [end] : [end, end])
