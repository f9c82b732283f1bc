import { concat, type Draw, identity } from '../../augment/draw.ts'
import { simplify } from '../../augment/simplify.ts'
import type { Size } from '../../image/size.ts'
import { fold, type Key } from '../../prelude/key.ts'
import { type Policy, transformsOf } from './policy.ts'
import { sizeAfter } from './sizeAfter.ts'

/**
 * Draws one outcome of a policy, simplified.
 *
 * Each transform draws from its own key, made of its name and of how many of that name come before it. Inserting another transform changes nothing
 * about what the others draw.
 *
 * Laws: deterministic in the key; the empty policy draws the identity.
 */
export const drawPolicy = (policy: Policy): ((key: Key, size: Size) => Draw) => {
  const steps = transformsOf(policy).map(({ name, use }, i, all) => ({
    name,
    place: all.slice(0, i).filter((earlier) => earlier.name === name).length,
    draw: use.draw,
  }))
  return (key, size) => {
    let drawn = identity
    for (const { name, place, draw } of steps) {
      drawn = concat(drawn, draw(fold(key, name, place), sizeAfter(drawn, size)))
    }
    return simplify(drawn)
  }
}
