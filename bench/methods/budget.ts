import { evaluations, lastCount, type Method, type Part, type Setting, type Values } from './protocol.ts'

/** The seconds of one step, by phase. Phases without a trial are absent. */
export type Costs = Readonly<Record<string, number>>

type Shared = Extract<Part, { readonly param: string }>

const isShared = (part: Part): part is Shared => 'param' in part

const costOf = (costs: Costs, { phase, like }: Part): number => {
  const cost = costs[phase] ?? (like === null ? undefined : costs[like])
  if (cost === undefined) throw new Error(`Expected the cost of the phase ${phase}, or of one that it is like`)
  return cost
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/**
 * The steps that fit into a budget of seconds, by parameter.
 *
 * steps = left * share / (sum of shares * seconds per step), rounded down, at least 1
 *
 * - `left` is the budget without the phases of fixed steps.
 * - Phases that name the same parameter count as one: their shares and their seconds per step add up.
 * - Fails if the phases of fixed steps leave nothing.
 * - Fails if the cost of a phase is unknown.
 */
export const stepsWithin = (
  seconds: number,
  parts: readonly Part[],
  costs: Costs,
): Readonly<Record<string, number>> => {
  const fixed = sum(parts.map((part) => (isShared(part) ? 0 : part.steps * costOf(costs, part))))
  const left = seconds - fixed
  if (left <= 0)
    throw new Error(`Expected a budget above the ${fixed.toFixed(1)} s of its fixed phases, received ${seconds} s`)
  const shared = parts.filter(isShared)
  const shares = sum(shared.map(({ share }) => share))
  const params = [...new Set(shared.map(({ param }) => param))]
  return Object.fromEntries(
    params.map((param) => {
      const own = shared.filter((part) => part.param === param)
      const share = sum(own.map((part) => part.share)) / shares
      return [param, Math.max(1, Math.floor((left * share) / sum(own.map((part) => costOf(costs, part)))))]
    }),
  )
}

/** The values of one arm without its steps: those of the setting, those of the method, and the networks. */
export const valuesWithoutSteps = ({ values, channels }: Setting, method: Method): Values => ({
  ...values,
  ...Object.fromEntries(
    Object.entries(method.models).map(([model, dropout]) => [
      `models.${model}.network`,
      `{ smallConv: { channels: [${channels.join(', ')}], dropout: ${dropout} } }`,
    ]),
  ),
  ...method.values,
})

/** All values of one arm: also its steps, the moments in them, and the interval of evaluations. */
export const valuesWithSteps = (setting: Setting, method: Method, steps: Readonly<Record<string, number>>): Values => {
  const { parts } = method
  const moments = parts
    .filter(isShared)
    .flatMap(({ param, moments }) =>
      Object.entries(moments).map(([name, share]) => [name, Math.round(share * steps[param]!)] as const),
    )
  const last = parts.findLast(isShared)!
  return {
    ...valuesWithoutSteps(setting, method),
    ...steps,
    ...Object.fromEntries(moments),
    every: Math.ceil(steps[last.param]! / evaluations),
    'evaluate.lastCount': lastCount,
  }
}
