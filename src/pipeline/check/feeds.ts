import type { Feed, FlowPlan, StepNode } from '../plan/plan.ts'

/** The path of the parameter by which a step tells the images of a flow apart; null if no step does. */
const distinctIn = (
  steps: readonly StepNode[],
  { types }: Pick<FlowPlan, 'types'>,
  prefix: string,
): readonly string[] | null => {
  const isOwn = (name: string) => name.startsWith(prefix) && Object.hasOwn(types, name.slice(prefix.length))
  const paths = steps.flatMap(({ use, path }) =>
    (use.distinct ?? []).flatMap(({ field, path: place }) => (isOwn(field) ? [[...path, ...place]] : [])),
  )
  return paths[0] ?? null
}

/**
 * Adds the feeds of a flow: the flows that it joins, or the flow itself, whose fields then have no prefix.
 */
export const feedsOf = (flow: Omit<FlowPlan, 'feeds'>, before: Readonly<Record<string, FlowPlan>>): FlowPlan => {
  const feed = (source: FlowPlan, prefix: string): Feed => ({
    flow: source,
    prefix,
    distinct: distinctIn(flow.steps, source, prefix),
  })
  const joined = Object.entries(flow.zip).flatMap(([prefix, name]) =>
    Object.hasOwn(before, name) ? [[name, feed(before[name]!, `${prefix}.`)] as const] : [],
  )
  if (Object.keys(flow.zip).length > 0) return { ...flow, feeds: Object.fromEntries(joined) }
  const feeds: Record<string, Feed> = {}
  const own: FlowPlan = { ...flow, feeds }
  feeds[flow.name] = feed(own, '')
  return own
}
