import { handover } from '../../tensor/ownership.ts'
import { flattenWorld, type World } from './world.ts'

/** Disposes what the world `before` held and none of the others hold. */
export const handOver = (before: World, ...others: readonly World[]): void => {
  handover(flattenWorld(before), Object.assign({}, ...others.map((world, i) => ({ [i]: flattenWorld(world) }))))
}
