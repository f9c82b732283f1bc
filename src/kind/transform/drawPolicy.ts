import { concat, type Draw, identity } from '../../augment/draw.ts'
import { simplify } from '../../augment/simplify.ts'
import type { Size } from '../../image/size.ts'
import { fold, type Key } from '../../prelude/key.ts'
import { chosenTransforms } from './chosenTransforms.ts'
import type { Policy } from './policy.ts'
import { sizeAfter } from './sizeAfter.ts'

/**
 * Draws one outcome of a policy, simplified.
 *
 * Each transform draws from a key of its own, by name and by how many of that name came before it: to insert another one changes
 * nothing about what the others draw.
 *
 * Laws: deterministic in the key; the empty policy draws the identity.
 *
 * @example apply(drawPolicy(policy)(fold(key, image, 'weak'), raster))(raster)
 */
export const drawPolicy = (policy: Policy): ((key: Key, size: Size) => Draw) => {
  const steps = chosenTransforms(policy).map(({ transform, params, place }) => ({
    name: transform.name,
    place,
    draw: transform.draw(params),
  }))
  return (key, size) => {
    let drawn = identity
    for (const { name, place, draw } of steps) {
      drawn = concat(drawn, draw(fold(key, name, place), sizeAfter(drawn, size)))
    }
    return simplify(drawn)
  }
}
