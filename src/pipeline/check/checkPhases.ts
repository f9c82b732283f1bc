import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { outline } from '../plan/outline.ts'
import type { FlowPlan, ModelPlan, Plan } from '../plan/plan.ts'
import type { Phase, Spec } from '../spec/spec.ts'
import { repeatedErrors } from './checkRepeated.ts'
import { isEndless } from './endless.ts'

type Path = readonly string[]
type Copy = Extract<Phase['begin'][number], { readonly name: 'copy' }>['params']
type Flows = Readonly<Record<string, FlowPlan>>

/** Names of parameters and statistics with their shapes. */
const shapesOf = (model: Spec['models'][string], plan: ModelPlan): string => {
  const { parameters, statistics } = outline(model, plan)
  const shapes = [...Object.entries(parameters), ...Object.entries(statistics)].map(([name, { shape }]) => [
    name,
    shape,
  ])
  return JSON.stringify(shapes)
}

const unaveraged = (model: string, path: Path): DeclarationError =>
  declarationError({
    path: [...path, 'weights'],
    expected: `raw, or an average step for ${model}`,
    received: '"average"',
  })

const copyErrors = (
  { from, to, weights }: Copy,
  path: Path,
  { spec, models, facts }: Omit<Plan, 'flows'>,
): readonly DeclarationError[] => {
  const [source, target] = [models[from], models[to]]
  if (source === undefined || target === undefined) return []
  const errors: DeclarationError[] = []
  if (weights === 'average' && !facts.averaged.has(from)) errors.push(unaveraged(from, path))
  if (shapesOf(spec.models[from]!, source) !== shapesOf(spec.models[to]!, target)) {
    const expected = `a model with the parameters of ${from}: the same network, images and heads`
    errors.push(declarationError({ path: [...path, 'to'], expected, received: `"${to}"` }))
  }
  return errors
}

const flowErrors = ({ flow: name, until }: Phase, path: Path, flows: Flows): readonly DeclarationError[] => {
  const flow = Object.hasOwn(flows, name) ? flows[name] : undefined
  if (flow === undefined) return []
  if (flow.steps.length === 0) {
    return [declarationError({ path: [...path, 'flow'], expected: 'a flow with steps', received: `"${name}"` })]
  }
  return until.name === 'end' && isEndless(flow, flows)
    ? [
        declarationError({
          path: [...path, 'until'],
          expected: 'steps, since the flow repeats without end',
          received: '"end"',
        }),
      ]
    : []
}

const chanceErrors = (
  { model, weights }: Extract<Phase['begin'][number], { readonly name: 'aboveChance' }>['params'],
  path: Path,
  { facts }: Plan,
): readonly DeclarationError[] => (weights === 'average' && !facts.averaged.has(model) ? [unaveraged(model, path)] : [])

const actionErrors = (action: Phase['begin'][number], path: Path, plan: Plan): readonly DeclarationError[] => {
  switch (action.name) {
    case 'copy':
      return copyErrors(action.params, path, plan)
    case 'aboveChance':
      return chanceErrors(action.params, path, plan)
    case 'reset':
      return []
  }
}

/** Checks that every phase has a name of its own, a flow with steps, an end, and models that can begin as it says. */
export const checkPhases = (plan: Plan): readonly DeclarationError[] => [
  ...plan.spec.phases.flatMap((phase, index) => {
    const path = ['phases', String(index)]
    const earlier = plan.spec.phases.slice(0, index).some(({ name }) => name === phase.name)
    return [
      ...(earlier
        ? [
            declarationError({
              path: [...path, 'name'],
              expected: 'a name of its own for each phase',
              received: `"${phase.name}"`,
            }),
          ]
        : []),
      ...flowErrors(phase, path, plan.flows),
      ...phase.begin.flatMap((action, i) => actionErrors(action, [...path, 'begin', String(i), action.name], plan)),
    ]
  }),
  ...repeatedErrors(plan.spec),
]
