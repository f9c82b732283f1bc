import type { Plan } from '../../plan/plan.ts'
import { describe } from '../describe.ts'

const id = (text: string): string => text.replaceAll(/[^A-Za-z0-9]/g, '_')

/** Mermaid knows HTML entities, but it ends a label at a quote, even at an escaped one. */
const escaped = (text: string): string => text.replaceAll('"', '#quot;').replaceAll('<', '&lt;')

/**
 * The checked graph as a Mermaid flowchart.
 *
 * Each flow is a subgraph. Arrows lead from operator to operator. Dotted lines connect steps with their
 * models.
 */
export const mermaidGraph = (plan: Plan): string => {
  const lines = ['flowchart TB']
  const last = new Map<string, string>()
  for (const flow of describe(plan)) {
    lines.push(`  subgraph ${id(flow.name)}["${escaped(flow.name)}"]`)
    for (const { id: node, operator, settings } of flow.nodes) {
      const label = settings === '' ? operator : `${operator}<br/>${escaped(settings)}`
      lines.push(`    ${id(node)}["${label}"]`)
    }
    flow.nodes.slice(1).forEach((node, i) => {
      const written =
        node.writes.length === 0 ? '' : `|"${escaped(node.writes.map((line) => line.split(':')[0]).join(', '))}"|`
      lines.push(`    ${id(flow.nodes[i]!.id)} -->${written} ${id(node.id)}`)
    })
    lines.push('  end')
    for (const other of flow.zip) {
      const from = last.get(other)
      if (from !== undefined) lines.push(`  ${id(from)} --> ${id(flow.nodes[0]!.id)}`)
    }
    last.set(flow.name, flow.nodes.at(-1)!.id)
  }
  for (const name of Object.keys(plan.models)) lines.push(`  model_${id(name)}(["${escaped(name)}"])`)
  for (const flow of describe(plan)) {
    for (const { id: node, models } of flow.nodes) {
      for (const model of new Set(models)) lines.push(`  model_${id(model)} -.- ${id(node)}`)
    }
  }
  return `${lines.join('\n')}\n`
}
