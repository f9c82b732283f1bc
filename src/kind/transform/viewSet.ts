import type * as t from 'io-ts'
import { either, field, list, record } from '../../codec/index.ts'
import type { Size } from '../../image/size.ts'
import type { Complaint } from '../../prelude/errors.ts'
import { type Policies, type Policy, transformsOf } from './policy.ts'
import { policySize } from './policySize.ts'

/** Combines every policy of `first` with every policy of `next`: 5 crops and 4 turns make 20 views. */
export const crossed = ({ policy }: Policies) => ({
  first: field(list(policy, 1), 'the policies of the views'),
  next: field(list(policy, 1), 'policies that follow; each of `first` is combined with each of these', [[]]),
})

/** The codec of several views of one image: a list of policies, or all combinations of `first` and `next`. */
export const viewSet = (codecs: Policies) =>
  either('a list of policies, or { first, next }', list(codecs.policy, 1), record(crossed(codecs)))

export type ViewSet = t.TypeOf<ReturnType<typeof viewSet>>

const parts = (set: ViewSet): { readonly first: readonly Policy[]; readonly next: readonly Policy[] } =>
  'first' in set ? set : { first: set, next: [[]] }

/**
 * The policies of the views, in order: all views that begin with the first policy of `first` come first.
 *
 * @example
 * policiesOf({ first: [[], []], next: [[], [], []] }).length // => 6
 */
export const policiesOf = (set: ViewSet): readonly Policy[] => {
  const { first, next } = parts(set)
  return first.flatMap((one) => next.map((other) => [...transformsOf(one), ...transformsOf(other)]))
}

/** Shows the height first, as the types of fields do. */
const sizeText = (size: Size | null): string =>
  size === null ? 'a size that chance decides' : `${size.height} x ${size.width}`

/**
 * Finds the first fault in a set of views of an image.
 *
 * - All views must have one size.
 * - No view may write a target, since a field holds one value per sample.
 *
 * @param wanted the size of the views; by default that of the first view
 */
export const viewFault = (set: ViewSet, image: Size, wanted?: Size): Complaint | undefined => {
  const policies = policiesOf(set)
  const size = wanted ?? policySize(policies[0]!, image)
  for (const [i, policy] of policies.entries()) {
    const at = { path: 'first' in set ? [] : [String(i)] }
    const which = `view ${i + 1} of ${policies.length}`
    const output = policySize(policy, image)
    if (size === null || output === null || output.width !== size.width || output.height !== size.height) {
      const expected = size === null ? 'views of one size' : `views of ${sizeText(size)} pixels`
      return { ...at, expected, received: `${which}, which has ${sizeText(output)}` }
    }
    const [target] = transformsOf(policy).flatMap(({ use }) => use.targets ?? [])
    if (target !== undefined) {
      const expected = 'transforms that write nothing: a field holds one value, and a sample has several views'
      return { ...at, expected, received: `${which}, which writes "${target.field}"` }
    }
  }
  return undefined
}
