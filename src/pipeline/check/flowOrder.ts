import { mentions } from '../../codec/mentions.ts'
import type { Vocabulary } from '../../kind/vocabulary.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import type { Spec } from '../spec/spec.ts'

interface FlowOrder {
  readonly order: readonly string[]
  readonly errors: readonly DeclarationError[]
}

/**
 * Sorts the flows: each comes after those that it joins. A cycle is one error, at the flow that closes it.
 */
export const flowOrder = (flows: Spec['flows'], { bound }: Vocabulary): FlowOrder => {
  const order: string[] = []
  const errors: DeclarationError[] = []
  const state = new Map<string, 'open' | 'done'>()
  const visit = (name: string, trail: readonly string[]): void => {
    if (state.get(name) === 'done') return
    if (state.get(name) === 'open') {
      const cycle = [...trail.slice(trail.indexOf(name)), name]
      errors.push(
        declarationError({
          path: ['flows', trail.at(-1)!],
          expected: 'flows that do not depend on themselves',
          received: `the cycle ${cycle.join(' -> ')}`,
          onKey: true,
        }),
      )
      return
    }
    state.set(name, 'open')
    for (const item of flows[name]!) {
      for (const mention of mentions(bound[item.kind][item.name]!.params, item.params)) {
        if (mention.role.of === 'flow' && Object.hasOwn(flows, mention.name)) visit(mention.name, [...trail, name])
      }
    }
    state.set(name, 'done')
    order.push(name)
  }
  for (const name of Object.keys(flows)) visit(name, [])
  return { order, errors }
}
