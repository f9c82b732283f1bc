import * as E from 'fp-ts/lib/Either.js'
import { mentions } from '../../codec/mentions.ts'
import type { AnyOperator, Facts } from '../../kind/definition.ts'
import type { Dim } from '../../kind/field/fieldType.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import type { FlowPlan, Plan } from '../plan/plan.ts'
import { type Spec, specCodec } from '../spec/spec.ts'
import { checkFlow } from './checkFlow.ts'
import { checkModels } from './checkModels.ts'
import { checkPhases } from './checkPhases.ts'
import { endlessErrors } from './endless.ts'
import { flowOrder } from './flowOrder.ts'
import { unknownName } from './unknownName.ts'
import { unreadFields } from './unreadFields.ts'

type Operators = Readonly<Record<string, AnyOperator>>

/** A batch that can never be filled would stop a run without a word. */
const batchErrors = ({ limits: { inFlight } }: Spec, flows: readonly FlowPlan[]): readonly DeclarationError[] =>
  flows.flatMap(({ batch }) => {
    const size = (batch?.params as { readonly size: number } | undefined)?.size
    if (batch === null || size === undefined || inFlight === null || size <= inFlight) return []
    const expected = `at most limits.inFlight (${inFlight}) images, or a batch can never be filled`
    return [declarationError({ path: [...batch.path, 'size'], expected, received: String(size) })]
  })

const averagedModels = (spec: Spec, operators: Operators): ReadonlySet<string> =>
  new Set(
    Object.values(spec.flows).flatMap((items) =>
      items.flatMap(({ name, params }) => {
        const definition = operators[name]!
        return definition.kind === 'step' ? (definition.averages?.(params as never) ?? []) : []
      }),
    ),
  )

const unused = (of: 'flows' | 'models', names: readonly string[], used: ReadonlySet<string>) =>
  names
    .filter((name) => !used.has(name))
    .map((name) =>
      declarationError({
        path: [of, name],
        expected: `${of} that something uses`,
        received: `"${name}"`,
        onKey: true,
      }),
    )

/**
 * Checks everything that can be known before an image is read: references, the order of operators, field kinds and sizes, cycles, unread fields,
 * models, heads, batches, phases. All mistakes are returned at once; positions are added by the caller, who has the file.
 *
 * Law: a plan that is returned can be compiled and run on every data set with labeled images of at least two classes.
 *
 * @param classes the number of classes, or `classes` where no folder is known yet
 */
export const check = (spec: Spec, operators: Operators, classes: Dim): E.Either<readonly DeclarationError[], Plan> => {
  const all = mentions(specCodec(operators), spec)
  const namesOf = (role: 'model' | 'flow') => new Set(all.filter((m) => m.role.of === role).map(({ name }) => name))
  const modelNames = Object.keys(spec.models)
  const flowNames = Object.keys(spec.flows)
  const references = all.flatMap((mention) => {
    const { name, role } = mention
    if (role.of === 'model' && !modelNames.includes(name)) return [unknownName('a model', mention, modelNames)]
    if (role.of === 'flow' && !flowNames.includes(name)) return [unknownName('a flow', mention, flowNames)]
    return []
  })
  const facts: Facts = {
    classes,
    heads: Object.fromEntries(modelNames.map((name) => [name, { ...spec.models[name]!.heads, label: classes }])),
    averaged: averagedModels(spec, operators),
  }
  const { order, errors: cycles } = flowOrder(spec.flows, operators)
  const flows: Record<string, FlowPlan> = {}
  const inFlows: DeclarationError[] = []
  for (const name of order) {
    const { plan, errors } = checkFlow(name, spec.flows[name]!, operators, facts, flows)
    flows[name] = plan
    inFlows.push(...errors)
  }
  const plans = Object.values(flows)
  const mentioned = namesOf('model')
  const usedFlows = namesOf('flow')
  const { models, errors: inModels, inputless } = checkModels(spec, plans, facts, mentioned)
  const plan: Plan = { spec, flows, models, facts }
  const inPhases = checkPhases(plan)
  const sound = references.length + cycles.length + inFlows.length + inPhases.length === 0
  const errors = [
    ...references,
    ...cycles,
    ...inFlows,
    ...inModels,
    ...batchErrors(spec, plans),
    ...plans.flatMap(endlessErrors),
    ...inPhases,
    ...unused('flows', flowNames, usedFlows),
    ...unused('models', modelNames, mentioned),
    // These follow from earlier mistakes where there are any.
    ...(sound ? [...unreadFields(plans.filter(({ name }) => usedFlows.has(name))), ...inputless] : []),
  ]
  return errors.length > 0 ? E.left(errors) : E.right(plan)
}
