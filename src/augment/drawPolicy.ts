import type { Chosen } from '../codec/index.ts'
import type { Size } from '../image/index.ts'
import { fold, type Key } from '../prelude/key.ts'
import type { Transform } from './defineTransform.ts'
import { concat, type Draw, identity } from './draw.ts'
import type { Policy } from './policy.ts'
import { simplify } from './simplify.ts'
import { transforms } from './transforms.ts'

/** The size of the picture that a draw makes of a picture of the given size. */
export const sizeAfter = ({ primitives }: Draw, size: Size): Size => {
  const last = primitives.findLast((primitive) => primitive.kind === 'warp')
  return last === undefined ? size : last.size
}

const drawChosen = ({ name, params }: Chosen, key: Key, size: Size): Draw => {
  // The codec that chose the name decoded the parameters with the same transform's codec.
  const transform = transforms[name as keyof typeof transforms] as Transform<string, unknown>
  return transform.draw(params)(key, size)
}

/**
 * Draws one outcome of a policy, simplified.
 *
 * Each transform draws from a key of its own, by name and by how many of that name came before it: to insert another one changes
 * nothing about what the others draw.
 */
export const drawPolicy = (policy: Policy): ((key: Key, size: Size) => Draw) => {
  const steps: readonly Chosen[] = 'name' in policy ? [policy] : policy
  const places = steps.map(({ name }, i) => steps.slice(0, i).filter((earlier) => earlier.name === name).length)
  return (key, size) => {
    const drawn = steps.reduce(
      (sofar, step, i) => concat(sofar, drawChosen(step, fold(key, step.name, places[i]!), sizeAfter(sofar, size))),
      identity,
    )
    return simplify(drawn)
  }
}
