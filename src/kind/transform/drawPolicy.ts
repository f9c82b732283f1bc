import { concat, type Draw, identity } from '../../augment/draw.ts'
import { simplify } from '../../augment/simplify.ts'
import type { Size } from '../../image/size.ts'
import { fold, type Key } from '../../prelude/key.ts'
import { type Policy, transformsOf } from './policy.ts'
import { sizeAfter } from './sizeAfter.ts'

/**
 * Draws one outcome of a policy, simplified.
 *
 * Each transform has its own key, from its name and the number of earlier transforms of the same name. So
 * inserting a transform with another name does not change the draws of the rest.
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
    let result = identity
    for (const { name, place, draw } of steps) {
      result = concat(result, draw(fold(key, name, place), sizeAfter(result, size)))
    }
    return simplify(result)
  }
}
