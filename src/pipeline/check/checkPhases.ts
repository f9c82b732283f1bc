import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { copiesBody, copyPlan } from '../plan/copyPlan.ts'
import { outline } from '../plan/outline.ts'
import { type FlowPlan, namesIn, type Plan } from '../plan/plan.ts'
import type { Action, Phase } from '../spec/spec.ts'
import { repeatedErrors } from './checkRepeated.ts'
import { isEndless } from './endless.ts'
import { unknownName } from './unknownName.ts'
import { weightsError } from './weightsError.ts'

type Path = readonly string[]
type Checked = Omit<Plan, 'runs'>
type Copy = Extract<Action, { readonly name: 'copy' }>['params']

/** Fails if the bodies of the two models share no parameter: the copy would do nothing. */
const copyErrors = ({ from, to, weights }: Copy, path: Path, { spec, models, facts }: Checked) => {
  const [source, target] = [models[from], models[to]]
  if (source === undefined || target === undefined) return []
  const errors = [...weightsError(from, weights, [...path, 'weights'], facts)]
  const shared = copyPlan(outline(spec.models[from]!, source), outline(spec.models[to]!, target), from)
  if (!copiesBody(shared)) {
    const expected = `a model whose body has parameters of ${from}: the same network on images of the same size`
    errors.push(declarationError({ path: [...path, 'to'], expected, received: `"${to}"` }))
  }
  return errors
}

const flowErrors = ({ flow: name, until }: Phase, path: Path, flows: Checked['flows']): readonly DeclarationError[] => {
  const flow: FlowPlan | undefined = Object.hasOwn(flows, name) ? flows[name] : undefined
  if (flow === undefined) return []
  if (flow.steps.length === 0) {
    return [declarationError({ path: [...path, 'flow'], expected: 'a flow with steps', received: `"${name}"` })]
  }
  const expected = 'steps, since the flow repeats without end'
  return until.name === 'end' && isEndless(flow, flows)
    ? [declarationError({ path: [...path, 'until'], expected, received: '"end"' })]
    : []
}

const actionErrors = (action: Action, path: Path, plan: Checked): readonly DeclarationError[] => {
  switch (action.name) {
    case 'copy':
      return copyErrors(action.params, path, plan)
    case 'aboveChance':
      return weightsError(action.params.model, action.params.weights, [...path, 'weights'], plan.facts)
    case 'reset': {
      const { state } = action.params
      const known = Object.values(plan.flows).flatMap(({ steps }) => steps.flatMap((node) => namesIn(node, 'state')))
      if (state === null || known.includes(state)) return []
      return [unknownName('a state that a step keeps', { name: state, path: [...path, 'state'] }, [...new Set(known)])]
    }
  }
}

/**
 * Checks the phases.
 *
 * - Fails if two phases have the same name.
 * - Fails if the flow has no steps, or if the phase never ends.
 * - Fails if an action at the start cannot apply to its model or state.
 */
export const checkPhases = (plan: Checked): readonly DeclarationError[] => [
  ...plan.spec.phases.flatMap((phase, index) => {
    const path = ['phases', String(index)]
    const earlier = plan.spec.phases.slice(0, index).some(({ name }) => name === phase.name)
    const expected = 'a name of its own for each phase'
    return [
      ...(earlier ? [declarationError({ path: [...path, 'name'], expected, received: `"${phase.name}"` })] : []),
      ...flowErrors(phase, path, plan.flows),
      ...phase.begin.flatMap((action, i) => actionErrors(action, [...path, 'begin', String(i), action.name], plan)),
    ]
  }),
  ...repeatedErrors(plan.spec),
]
