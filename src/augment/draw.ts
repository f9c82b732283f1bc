import type { Monoid } from 'fp-ts/lib/Monoid.js'
import type { Primitive } from './primitive/primitive.ts'

/** What a transform reports about itself: a class (a number) or the vector of its parameters. */
export type Target = number | readonly number[]

/**
 * One outcome of a random policy: the primitives to apply, in order, and the targets they report, by field
 * name.
 *
 * Plain data: you can log it, show it, replay it, and train on its targets.
 */
export interface Draw {
  readonly primitives: readonly Primitive[]
  readonly targets: Readonly<Record<string, Target>>
}

/** A draw of these primitives, without targets. */
export const drawOf = (...primitives: readonly Primitive[]): Draw => ({ primitives, targets: {} })

/**
 * The targets of a draw that reports one target, or none if the field is null.
 *
 * @example
 * targetOf('turn', 3) // => { turn: 3 }
 * targetOf(null, 3) // => {}
 */
export const targetOf = (field: string | null, target: Target): Draw['targets'] =>
  field === null ? {} : { [field]: target }

/** The draw that changes nothing. */
export const identity: Draw = drawOf()

/**
 * Applies the second draw to the result of the first. If both report the same target, the second wins.
 *
 * Laws: associative, with `identity` on both sides; `apply(concat(a, b)) = apply(b) . apply(a)`.
 *
 * @example
 * const first = { primitives: [], targets: { turn: 1, flip: 0 } }
 * concat(first, { primitives: [], targets: { turn: 3 } }).targets // => { turn: 3, flip: 0 }
 */
export const concat = (first: Draw, second: Draw): Draw => ({
  primitives: [...first.primitives, ...second.primitives],
  targets: { ...first.targets, ...second.targets },
})

export const drawMonoid: Monoid<Draw> = { empty: identity, concat }
