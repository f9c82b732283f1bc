import type { Monoid } from 'fp-ts/lib/Monoid.js'
import type { Primitive } from './primitive/primitive.ts'

/** What a transform tells about itself: a class (a number) or the vector of its parameters. */
export type Target = number | readonly number[]

/**
 * One outcome of a random policy: which elementary transforms to apply, in order, and what was written down about them, by field name.
 *
 * Plain data: it can be logged, shown, replayed, and its targets trained on.
 */
export interface Draw {
  readonly primitives: readonly Primitive[]
  readonly targets: Readonly<Record<string, Target>>
}

/** A draw of the given primitives that tells nothing. */
export const drawOf = (...primitives: readonly Primitive[]): Draw => ({ primitives, targets: {} })

/** The targets of a draw that may be asked to write one: none where the field is null. */
export const told = (field: string | null, target: Target): Draw['targets'] =>
  field === null ? {} : { [field]: target }

/** The draw that changes nothing. */
export const identity: Draw = drawOf()

/**
 * One draw after another, on the result of the first; of a target that both write, the later one stays.
 *
 * Laws: associative, with `identity` on both sides; `apply(concat(a, b)) = apply(b) . apply(a)`.
 */
export const concat = (first: Draw, second: Draw): Draw => ({
  primitives: [...first.primitives, ...second.primitives],
  targets: { ...first.targets, ...second.targets },
})

export const drawMonoid: Monoid<Draw> = { empty: identity, concat }
