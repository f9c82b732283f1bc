import * as E from 'fp-ts/lib/Either.js'
import { mentions } from '../../codec/mentions.ts'
import type { Facts } from '../../kind/field/facts.ts'
import type { Dim } from '../../kind/field/fieldType.ts'
import type { Vocabulary } from '../../kind/vocabulary.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { phaseRuns } from '../plan/phaseRuns.ts'
import type { FlowPlan, Plan } from '../plan/plan.ts'
import { type Spec, specCodec } from '../spec/spec.ts'
import { checkFlow } from './checkFlow.ts'
import { checkModels } from './checkModels.ts'
import { checkPhases } from './checkPhases.ts'
import { endlessErrors } from './endless.ts'
import { flowOrder } from './flowOrder.ts'
import { headPlans } from './headPlans.ts'
import { unknownName } from './unknownName.ts'
import { unreadFields } from './unreadFields.ts'

/** A batch larger than `inFlight` would never fill, and the run would wait forever without a message. */
const batchErrors = ({ limits: { inFlight } }: Spec, flows: readonly FlowPlan[]): readonly DeclarationError[] =>
  flows.flatMap(({ batch }) => {
    if (batch === null || inFlight === null || batch.use.size <= inFlight) return []
    const expected = `at most limits.inFlight (${inFlight}) images, or a batch can never be filled`
    return [declarationError({ path: [...batch.path, 'size'], expected, received: String(batch.use.size) })]
  })

/** The names of the averages that steps keep of each model, in the order of the file. */
const averagesIn = (spec: Spec): Facts['averages'] => {
  const averages: Record<string, readonly string[]> = {}
  for (const operator of Object.values(spec.flows).flat()) {
    const average = operator.kind === 'step' ? operator.use.averages : undefined
    if (average === undefined) continue
    averages[average.model] = [...new Set([...(averages[average.model] ?? []), average.name])]
  }
  return averages
}

const factsOf = (spec: Spec, classes: Dim): Facts => ({
  classes,
  heads: Object.fromEntries(
    Object.entries(spec.models).map(([name, model]) => [
      name,
      Object.fromEntries(
        Object.entries(headPlans(model, classes)).map(([head, { size, views }]) => [head, { size, views }]),
      ),
    ]),
  ),
  averages: averagesIn(spec),
})

const unused = (of: 'flows' | 'models', names: readonly string[], used: ReadonlySet<string>) =>
  names
    .filter((name) => !used.has(name))
    .map((name) =>
      declarationError({ path: [of, name], expected: `${of} that something uses`, received: `"${name}"`, onKey: true }),
    )

const checkFlows = (spec: Spec, vocabulary: Vocabulary, facts: Facts) => {
  const { order, errors } = flowOrder(spec.flows, vocabulary)
  const flows: Record<string, FlowPlan> = {}
  const all: DeclarationError[] = [...errors]
  for (const name of order) {
    const checked = checkFlow(name, spec.flows[name]!, { vocabulary, facts, before: flows })
    flows[name] = checked.plan
    all.push(...checked.errors)
  }
  return { flows, errors: all }
}

/**
 * Checks everything that can be known before a run reads an image.
 *
 * That is: references, the order of operators, kinds and sizes of fields, cycles, unread fields, models,
 * heads, batches and phases. It returns all mistakes at once. The caller, who has the file, adds their
 * positions.
 *
 * Law: a plan runs on every data set with labeled images of at least two classes.
 *
 * @param classes the number of classes, or `classes` while no folder is known
 */
export const check = (
  spec: Spec,
  vocabulary: Vocabulary,
  classes: Dim,
): E.Either<readonly DeclarationError[], Plan> => {
  const all = mentions(specCodec(vocabulary), spec)
  const namesOf = (role: 'model' | 'flow') => new Set(all.filter((m) => m.role.of === role).map(({ name }) => name))
  const modelNames = Object.keys(spec.models)
  const flowNames = Object.keys(spec.flows)
  const references = all.flatMap((mention) => {
    const { name, role } = mention
    if (role.of === 'model' && !modelNames.includes(name)) return [unknownName('a model', mention, modelNames)]
    if (role.of === 'flow' && !flowNames.includes(name)) return [unknownName('a flow', mention, flowNames)]
    return []
  })
  const facts = factsOf(spec, classes)
  const { flows, errors: inFlows } = checkFlows(spec, vocabulary, facts)
  const plans = Object.values(flows)
  const mentioned = namesOf('model')
  const usedFlows = namesOf('flow')
  const { models, errors: inModels, inputless } = checkModels(spec, plans, facts, mentioned)
  const checked = { spec, flows, models, facts }
  const inPhases = checkPhases(checked)
  const sound = references.length + inFlows.length + inPhases.length === 0
  const errors = [
    ...references,
    ...inFlows,
    ...inModels,
    ...batchErrors(spec, plans),
    ...plans.flatMap(endlessErrors),
    ...inPhases,
    ...unused('flows', flowNames, usedFlows),
    ...unused('models', modelNames, mentioned),
    // Earlier mistakes would cause these too.
    ...(sound ? [...unreadFields(plans.filter(({ name }) => usedFlows.has(name))), ...inputless] : []),
  ]
  return errors.length > 0 ? E.left(errors) : E.right({ ...checked, runs: phaseRuns(checked) })
}
