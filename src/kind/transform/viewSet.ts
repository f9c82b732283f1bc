import type * as t from 'io-ts'
import { either, field, list, record } from '../../codec/index.ts'
import type { Size } from '../../image/size.ts'
import { type Policy, policy } from './policy.ts'
import { policySize } from './policySize.ts'
import { policyTargets } from './policyTargets.ts'

/** Every policy of `first`, followed by every one of `next`: 5 crops and 4 turns are 20 views. */
export const crossed = {
  first: field(list(policy, 1), 'the policies of the views'),
  next: field(list(policy, 1), 'policies that follow; every one of `first` is followed by every one of these', [[]]),
}

/** Several views of one picture: a list of policies, or every one of a first list followed by every one of a second. */
export const viewSet = either('a list of policies, or { first, next }', list(policy, 1), record(crossed))

export type ViewSet = t.TypeOf<typeof viewSet>

const stepsOf = (chosen: Policy) => ('name' in chosen ? [chosen] : chosen)

const parts = (set: ViewSet): { readonly first: readonly Policy[]; readonly next: readonly Policy[] } =>
  'first' in set ? set : { first: set, next: [[]] }

/** The policies of the views, in order: those that begin with the first policy of `first` come first. */
export const policiesOf = (set: ViewSet): readonly Policy[] => {
  const { first, next } = parts(set)
  return first.flatMap((one) => next.map((other) => [...stepsOf(one), ...stepsOf(other)]))
}

/** What is wrong with a set of views, and where in it. */
export interface ViewFault {
  readonly path: readonly string[]
  readonly expected: string
  readonly received: string
}

/** Height first, as in the types of fields. */
const sizeText = (size: Size | null): string =>
  size === null ? 'a size that chance decides' : `${size.height} x ${size.width}`

/**
 * The first thing that is wrong with views of a picture of the given size: they must all have the wanted size, by default that of the first one,
 * and none may write down what it did, since a field holds one value for each sample.
 */
export const viewFault = (set: ViewSet, picture: Size, wanted?: Size): ViewFault | undefined => {
  const policies = policiesOf(set)
  const size = wanted ?? policySize(policies[0]!, picture)
  for (const [i, chosen] of policies.entries()) {
    const at = { path: 'first' in set ? [] : [String(i)] }
    const which = `view ${i + 1} of ${policies.length}`
    const made = policySize(chosen, picture)
    if (size === null || made === null || made.width !== size.width || made.height !== size.height) {
      const expected = size === null ? 'views of one size' : `views of ${sizeText(size)} pixels`
      return { ...at, expected, received: `${which}, which has ${sizeText(made)}` }
    }
    const [told] = policyTargets(chosen)
    if (told !== undefined) {
      const expected = 'transforms that write nothing: a field holds one value, and a sample has several views'
      return { ...at, expected, received: `${which}, which writes "${told.field}"` }
    }
  }
  return undefined
}
