import type { Mention } from '../../codec/index.ts'
import { decodeRequest } from '../../image/decodeParams.ts'
import type { Facts } from '../../kind/field/facts.ts'
import type { Dim } from '../../kind/field/fieldType.ts'
import { headSize } from '../../kind/field/headSize.ts'
import { viewFault } from '../../kind/transform/viewSet.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { outline } from '../plan/outline.ts'
import type { FlowPlan, ModelPlan, StepNode } from '../plan/plan.ts'
import type { Spec } from '../spec/spec.ts'
import { headErrors, headPlans } from './headPlans.ts'
import { type ImageInput, modelIn, modelInputs } from './modelInputs.ts'
import { unknownName } from './unknownName.ts'
import { weightsError } from './weightsError.ts'

interface CheckedModels {
  readonly models: Readonly<Record<string, ModelPlan>>
  readonly errors: readonly DeclarationError[]
  /** Errors that mistakes in the flows may cause. */
  readonly inputless: readonly DeclarationError[]
}

/** The views of an evaluation go through the same model as the plain image, so they need its size. */
const viewErrors = ({ evaluate: { decode, views } }: Spec): readonly DeclarationError[] => {
  const { size } = decodeRequest(decode)
  return Object.entries(views).flatMap(([name, set]) => {
    const fault = viewFault(set, size, size)
    return fault === undefined ? [] : [declarationError({ ...fault, path: ['evaluate', 'views', name, ...fault.path] })]
  })
}

const nameErrors = (nodes: readonly StepNode[], facts: Facts): readonly DeclarationError[] =>
  nodes.flatMap((node) => {
    const model = modelIn(node)
    if (model === undefined || !Object.hasOwn(facts.heads, model)) return []
    const heads = [...Object.keys(facts.heads[model]!), 'features']
    return node.mentions.flatMap((mention: Mention) => {
      const { role, name, path } = mention
      if (role.of === 'head' && !heads.includes(name)) return [unknownName(`a head of ${model}`, mention, heads)]
      return role.of === 'weights' ? weightsError(model, name, path, facts) : []
    })
  })

/** Fails if a frozen part does not exist. */
const frozenErrors = (spec: Spec, models: Readonly<Record<string, ModelPlan>>): readonly DeclarationError[] =>
  Object.entries(models).flatMap(([model, plan]) => {
    const { frozen } = spec.models[model]!
    if (frozen.length === 0) return []
    const names = Object.keys(outline(spec.models[model]!, plan).parameters)
    const parts = [...new Set(names.map((name) => name.split('/')[0]!))]
    return frozen.flatMap((part, i) =>
      names.some((name) => name.startsWith(part))
        ? []
        : [unknownName(`a part of ${model}`, { name: part, path: ['models', model, 'frozen', String(i)] }, parts)],
    )
  })

const modelPlan = (spec: Spec, name: string, { shape }: ImageInput, classes: Dim): ModelPlan | undefined => {
  const [height, width, channels] = shape
  if (height === undefined || width === undefined || channels === undefined) return undefined
  const input = [height, width, channels] as const
  const heads = Object.entries(headPlans(spec.models[name]!, classes))
  return {
    input,
    heads: Object.fromEntries(heads.map(([head, one]) => [head, { ...one, size: headSize(one.size, input) }])),
  }
}

/** Checks how steps use models, and works out the input and the heads of each model. */
export const checkModels = (
  spec: Spec,
  flows: readonly FlowPlan[],
  facts: Facts,
  mentioned: ReadonlySet<string>,
): CheckedModels => {
  const nodes = flows.flatMap(({ steps }) => steps)
  const { inputs, errors } = modelInputs(spec, nodes)
  const ofHeads = Object.entries(spec.models).flatMap(([name, model]) => headErrors(name, model))
  const models: Record<string, ModelPlan> = {}
  const inputless: DeclarationError[] = []
  for (const name of Object.keys(spec.models)) {
    const input = inputs.get(name)
    const plan = input === undefined ? undefined : modelPlan(spec, name, input, facts.classes)
    if (plan !== undefined) models[name] = plan
    else if (mentioned.has(name)) {
      const expected = 'a model that some step runs on images'
      inputless.push(declarationError({ path: ['models', name], expected, received: `"${name}"`, onKey: true }))
    }
  }
  return {
    models: ofHeads.length > 0 ? {} : models,
    errors: [
      ...nameErrors(nodes, facts),
      ...ofHeads,
      ...errors,
      ...viewErrors(spec),
      ...(ofHeads.length > 0 ? [] : frozenErrors(spec, models)),
    ],
    inputless,
  }
}
