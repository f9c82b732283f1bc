import { flattenWorld, type World } from '../operator/world.ts'
import { handover } from '../tensor/ownership.ts'

/** Disposes what the world `before` held and none of the others hold. */
export const handOver = (before: World, ...others: readonly World[]): void => {
  handover(flattenWorld(before), Object.assign({}, ...others.map((world, i) => ({ [i]: flattenWorld(world) }))))
}
