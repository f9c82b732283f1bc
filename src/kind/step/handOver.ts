import { handover } from '../../tensor/ownership.ts'
import { flattenWorld, type World } from './world.ts'

/** Disposes of the tensors that the world `before` holds and no other world holds. */
export const handOver = (before: World, ...others: readonly World[]): void => {
  handover(flattenWorld(before), Object.assign({}, ...others.map((world, i) => ({ [i]: flattenWorld(world) }))))
}
