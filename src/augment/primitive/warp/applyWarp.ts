import type { Raster } from '../../../image/raster.ts'
import { InvariantViolation } from '../../../prelude/errors.ts'
import { copyLattice, latticeOf } from './lattice.ts'
import { resample } from './resample.ts'
import type { Warp } from './warp.ts'

/**
 * Applies a warp: copies whole pixels if the warp allows it, and otherwise samples the source once.
 *
 * Fails if the source does not have the size that the warp expects.
 */
export const applyWarp = (warp: Warp, source: Raster): Raster => {
  const { size, links } = warp
  const last = links.at(-1)
  if (last === undefined || last.from.width !== source.width || last.from.height !== source.height) {
    throw new InvariantViolation(
      `Expected a picture of ${last?.from.width} x ${last?.from.height} for this warp, received ${source.width} x ${source.height}`,
    )
  }
  const data = new Uint8Array(size.width * size.height * source.channels)
  const lattice = links.length === 1 ? latticeOf(last.matrix) : undefined
  if (lattice === undefined) resample(warp, source, data)
  else copyLattice(lattice, last, warp, source, data)
  return { width: size.width, height: size.height, channels: source.channels, data }
}
