import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { applied, type Bound, Codec, fail, list } from '../../codec/index.ts'
import { nearest } from '../../prelude/nearest.ts'
import type { AppliedTransform, Transform } from './transform.ts'

/**
 * How to make one view of an image: a transform, or a list of transforms to apply in order.
 *
 * The empty list leaves the image unchanged.
 */
export type Policy = AppliedTransform | readonly AppliedTransform[]

/** The codec that units of other kinds need for policies among their parameters. */
export interface Policies {
  readonly policy: Codec<Policy>
}

/** The transforms of a policy, in order. */
export const transformsOf = (policy: Policy): readonly AppliedTransform[] => ('name' in policy ? [policy] : policy)

/**
 * The codec of policies.
 *
 * A policy is `cropFlip`, `{ cropFlip: { flip: 0 } }`, a list of transforms, or the name of a policy that the
 * file declares. A named policy stands for its transforms, alone or inside a list.
 *
 * @param named the policies that the file declares under `policies`
 */
export const policyOf = (
  units: () => Readonly<Record<string, Bound<'transform', Transform>>>,
  named: Readonly<Record<string, Policy>>,
): Codec<Policy> => {
  const one = applied('a transform', units)
  const several = list(one)
  const expected = 'a transform, the name of a policy, or a list of them'
  const isNamed = (u: unknown): u is string => typeof u === 'string' && Object.hasOwn(named, u)
  const unknown = (u: unknown, context: t.Context) => {
    const names = [...Object.keys(named), ...Object.keys(units())]
    return fail<Policy>(
      u,
      context,
      'a transform or the name of a policy',
      typeof u === 'string' ? nearest(u, names) : undefined,
    )
  }
  const validateOne = (u: unknown, context: t.Context): t.Validation<Policy> => {
    if (isNamed(u)) return t.success(named[u]!)
    return typeof u === 'string' && !Object.hasOwn(units(), u) && Object.keys(named).length > 0
      ? unknown(u, context)
      : one.validate(u, context)
  }
  return new Codec<Policy>(
    expected,
    { kind: 'either', members: [one, several] },
    (u): u is Policy => one.is(u) || several.is(u),
    (u, context) => {
      if (!Array.isArray(u)) return validateOne(u, context)
      const items = u.map((item, i) => validateOne(item, t.appendContext(context, String(i), one, item)))
      const problems = items.flatMap((item) => (E.isLeft(item) ? item.left : []))
      return problems.length > 0
        ? E.left(problems)
        : t.success(items.flatMap((item) => (E.isRight(item) ? transformsOf(item.right) : [])))
    },
    (policy) => (one.is(policy) ? one.encode(policy) : several.encode(policy)),
  )
}
