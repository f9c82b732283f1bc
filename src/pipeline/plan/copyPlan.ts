import type { Network } from '../../kind/network/network.ts'

/** What a copy of one network onto another takes, by name. */
export interface CopyPlan {
  readonly parameters: readonly string[]
  readonly statistics: readonly string[]
  /** What stays as it was, and why. */
  readonly left: readonly { readonly name: string; readonly why: string }[]
}

type Shapes = Readonly<Record<string, { readonly shape: readonly number[] }>>

const compare = (from: Shapes, to: Shapes, source: string) => {
  const copied: string[] = []
  const left: { readonly name: string; readonly why: string }[] = []
  for (const [name, { shape }] of Object.entries(to)) {
    const other = from[name]?.shape
    if (other === undefined) left.push({ name, why: `not in ${source}` })
    else if (other.join() === shape.join()) copied.push(name)
    else left.push({ name, why: `[${shape.join(', ')}], in ${source} [${other.join(', ')}]` })
  }
  return { copied, left }
}

/**
 * Compares two networks by the names and shapes of their variables.
 *
 * @param source the name of the model that is copied, for the reasons
 */
export const copyPlan = (from: Network, to: Network, source: string): CopyPlan => {
  const parameters = compare(from.parameters, to.parameters, source)
  const statistics = compare(from.statistics, to.statistics, source)
  return {
    parameters: parameters.copied,
    statistics: statistics.copied,
    left: [...parameters.left, ...statistics.left],
  }
}

/** Whether a copy takes something of the body: heads alone are no start for a model. */
export const copiesBody = ({ parameters }: CopyPlan): boolean => parameters.some((name) => !name.startsWith('head/'))

/** `tuned starts from student: 12 parameters and 6 statistics copied, 2 left: head/label/kernel ([64, 3], in student [64, 10]) ...` */
export const copyText = (to: string, from: string, { parameters, statistics, left }: CopyPlan): string => {
  const copied = `${to} starts from ${from}: ${parameters.length} parameters and ${statistics.length} statistics copied`
  if (left.length === 0) return copied
  return `${copied}, ${left.length} left as they were: ${left.map(({ name, why }) => `${name} (${why})`).join(', ')}`
}
