import type { HeadPlan, Plan } from '../../plan/plan.ts'
import type { Action } from '../../spec/spec.ts'
import { describe } from '../describe.ts'

const actionText = (action: Action): string => {
  switch (action.name) {
    case 'copy':
      return `copy ${action.params.from} (${action.params.weights}) to ${action.params.to}`
    case 'reset':
      return `reset ${action.params.model ?? action.params.state}`
    case 'aboveChance':
      return `${action.params.model} (${action.params.weights}) is above chance`
  }
}

/** `label [10]`, `projection [64, 64, 128] on features of 2 views`. */
const headText = ([name, { size, hidden, on, views }]: readonly [string, HeadPlan]): string => {
  const place = on === 'features' ? '' : ` on ${on.head}.${on.layer}`
  return `${name} [${[...hidden, size].join(', ')}]${place}${views === 1 ? '' : ` of ${views} views`}`
}

/**
 * The checked graph as indented text: flows, operators, their settings, and the fields that they read and
 * write.
 */
export const textGraph = (plan: Plan): string => {
  const lines: string[] = [plan.spec.paper === '' ? plan.spec.name : `${plan.spec.name} (${plan.spec.paper})`, '']
  for (const [name, { input, heads }] of Object.entries(plan.models)) {
    const outputs = Object.entries(heads).map(headText)
    lines.push(
      `model ${name}: ${plan.spec.models[name]!.network.name}, images [${input.join(', ')}] -> ${outputs.join(', ')}`,
    )
  }
  for (const flow of describe(plan)) {
    lines.push('', `flow ${flow.name}`)
    if (flow.zip.length > 0) lines.push(`  zip ${flow.joined.join(', ')}`)
    for (const { operator, settings, reads, writes, models } of flow.nodes) {
      lines.push(
        `  ${operator}${models.length > 0 ? ` ${models.join(', ')}` : ''}${settings === '' ? '' : ` (${settings})`}`,
      )
      if (reads.length > 0) lines.push(`    reads  ${reads.join(', ')}`)
      for (const line of writes) lines.push(`    writes ${line}`)
    }
  }
  lines.push('')
  for (const { name, flow, begin, until } of plan.spec.phases) {
    const end = until.name === 'steps' ? `for ${until.params} steps` : 'until it ends'
    const first = begin.length === 0 ? '' : `, after ${begin.map(actionText).join(', ')}`
    lines.push(`phase ${name}: ${flow} ${end}${first}`)
  }
  const { repeated } = plan.spec
  if (repeated !== null) lines.push(`phases ${repeated.phases.join(', ')}: ${repeated.times} generations`)
  return `${lines.join('\n')}\n`
}
