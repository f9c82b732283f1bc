import type { Size } from '../../../image/size.ts'
import { latticeOf, staysInside } from './lattice.ts'
import { multiply, project } from './matrix.ts'
import type { Interpolation, Link, Warp } from './warp.ts'

/**
 * Whether every output pixel stays inside the canvas of its link, so the border of that canvas never shows.
 */
const neverLeaves = ({ matrix, from }: Link, output: Size): boolean => {
  const lattice = latticeOf(matrix)
  if (lattice !== undefined) return staysInside(lattice, output, from)
  const [, , , , , , g, h, i] = matrix
  const corners = [0, output.width].flatMap((x) => [0, output.height].map((y) => [x, y] as const))
  return corners.every(([x, y]) => {
    const point = project(matrix, x, y)
    return g * x + h * y + i > 0 && point.x >= 0 && point.x <= from.width && point.y >= 0 && point.y <= from.height
  })
}

/** Whether the canvas shows exactly the whole source, pixel by pixel, as flips and quarter turns do. */
const coversSource = ({ matrix, from }: Link, canvas: Size): boolean => {
  const lattice = latticeOf(matrix)
  return (
    lattice !== undefined &&
    canvas.width * canvas.height === from.width * from.height &&
    staysInside(lattice, canvas, from)
  )
}

/** Multiplies neighboring links if the canvas between them looks the same as the source. */
const shorten = (links: readonly Link[], size: Size): readonly Link[] => {
  const out: Link[] = []
  for (const link of links) {
    const before = out.at(-1)
    const output = out.at(-2)?.from ?? size
    if (before === undefined) out.push(link)
    else {
      const matrix = multiply(link.matrix, before.matrix)
      if (neverLeaves(before, output)) out[out.length - 1] = { ...link, matrix }
      else if (coversSource(link, before.from)) out[out.length - 1] = { ...before, matrix, from: link.from }
      else out.push(link)
    }
  }
  return out
}

const isLattice = ({ links }: Warp): boolean => links.every(({ matrix }) => latticeOf(matrix) !== undefined)

const common = (first: Warp, second: Warp): Interpolation | undefined => {
  if (first.interpolation === second.interpolation || isLattice(first)) return second.interpolation
  return isLattice(second) ? first.interpolation : undefined
}

/**
 * One warp that replaces two in a row and samples once; undefined if their interpolations differ and both
 * matter.
 *
 * Laws: equal to the two in a row, pixel by pixel if one of them maps whole pixels to whole pixels, and
 * otherwise up to the smoothing of the sampling that it saves.
 */
export const fuseWarps = (first: Warp, second: Warp): Warp | undefined => {
  const interpolation = common(first, second)
  if (interpolation === undefined) return undefined
  return {
    kind: 'warp',
    size: second.size,
    interpolation,
    links: shorten([...second.links, ...first.links], second.size),
  }
}
