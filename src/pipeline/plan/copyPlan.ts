import type { Network } from '../../kind/network/network.ts'

/** The variables that a copy of one network onto another takes, by name. */
export interface CopyPlan {
  readonly parameters: readonly string[]
  readonly statistics: readonly string[]
  /** The variables that stay as they were, and why. */
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
 * @param source the name of the model that `from` belongs to, for the reasons
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

/** Whether a copy takes parameters of the body: a model cannot start from heads alone. */
export const copiesBody = ({ parameters }: CopyPlan): boolean => parameters.some((name) => !name.startsWith('head/'))

/**
 * A copy in a sentence, with the variables that stay as they were.
 *
 * @example
 * const copy = { parameters: ['a', 'b'], statistics: ['c'], left: [] }
 * copyText('tuned', 'student', copy) // => 'tuned starts from student: 2 parameters and 1 statistics copied'
 */
export const copyText = (to: string, from: string, { parameters, statistics, left }: CopyPlan): string => {
  const copied = `${to} starts from ${from}: ${parameters.length} parameters and ${statistics.length} statistics copied`
  if (left.length === 0) return copied
  return `${copied}, ${left.length} left as they were: ${left.map(({ name, why }) => `${name} (${why})`).join(', ')}`
}
