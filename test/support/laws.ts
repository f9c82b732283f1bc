import * as fc from 'fast-check'

/** Whether a law holds for some samples. An error in a sample is no answer: it fails the test. */
export const holdsFor = <A>(cases: fc.Arbitrary<A>, law: (value: A) => boolean): boolean =>
  fc.sample(cases, { seed: 1, numRuns: 8 }).every(law)
