import { flattenWorld, type World } from '../../kind/step/world.ts'

/** The path of the first tensor with a value that is not finite, or undefined. */
export const firstNotFinite = (world: World): string | undefined =>
  Object.entries(flattenWorld(world)).find(([, tensor]) => !tensor.dataSync().every(Number.isFinite))?.[0]
