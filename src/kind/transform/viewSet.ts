import type * as t from 'io-ts'
import { either, field, list, record } from '../../codec/index.ts'
import type { Size } from '../../image/size.ts'
import type { Complaint } from '../../prelude/errors.ts'
import { type Policies, type Policy, transformsOf } from './policy.ts'
import { policySize } from './policySize.ts'

/** Every policy of `first`, followed by every one of `next`: 5 crops and 4 turns are 20 views. */
export const crossed = ({ policy }: Policies) => ({
  first: field(list(policy, 1), 'the policies of the views'),
  next: field(list(policy, 1), 'policies that follow; every one of `first` is followed by every one of these', [[]]),
})

/** Several views of one image: a list of policies, or every one of a first list followed by every one of a second. */
export const viewSet = (codecs: Policies) =>
  either('a list of policies, or { first, next }', list(codecs.policy, 1), record(crossed(codecs)))

export type ViewSet = t.TypeOf<ReturnType<typeof viewSet>>

const parts = (set: ViewSet): { readonly first: readonly Policy[]; readonly next: readonly Policy[] } =>
  'first' in set ? set : { first: set, next: [[]] }

/** The policies of the views, in order: those that begin with the first policy of `first` come first. */
export const policiesOf = (set: ViewSet): readonly Policy[] => {
  const { first, next } = parts(set)
  return first.flatMap((one) => next.map((other) => [...transformsOf(one), ...transformsOf(other)]))
}

/** Height first, as in the types of fields. */
const sizeText = (size: Size | null): string =>
  size === null ? 'a size that chance decides' : `${size.height} x ${size.width}`

/**
 * The first fault in a set of views of an image of the given size: all views must have the wanted size, by default that of the first one, and none
 * may write down what it did, since a field holds one value for each sample.
 */
export const viewFault = (set: ViewSet, image: Size, wanted?: Size): Complaint | undefined => {
  const policies = policiesOf(set)
  const size = wanted ?? policySize(policies[0]!, image)
  for (const [i, chosen] of policies.entries()) {
    const at = { path: 'first' in set ? [] : [String(i)] }
    const which = `view ${i + 1} of ${policies.length}`
    const output = policySize(chosen, image)
    if (size === null || output === null || output.width !== size.width || output.height !== size.height) {
      const expected = size === null ? 'views of one size' : `views of ${sizeText(size)} pixels`
      return { ...at, expected, received: `${which}, which has ${sizeText(output)}` }
    }
    const [target] = transformsOf(chosen).flatMap(({ use }) => use.targets ?? [])
    if (target !== undefined) {
      const expected = 'transforms that write nothing: a field holds one value, and a sample has several views'
      return { ...at, expected, received: `${which}, which writes "${target.field}"` }
    }
  }
  return undefined
}
