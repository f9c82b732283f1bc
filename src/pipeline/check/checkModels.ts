import type { Mention } from '../../codec/index.ts'
import { decodeRequest } from '../../image/decodeParams.ts'
import type { Facts } from '../../kind/field/facts.ts'
import { agreeShapes, type Dim, type FieldType, showType } from '../../kind/field/fieldType.ts'
import { headSize } from '../../kind/field/headSize.ts'
import { viewFault } from '../../kind/transform/viewSet.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { outline } from '../plan/outline.ts'
import { type FlowPlan, type ModelPlan, namesIn, type StepNode } from '../plan/plan.ts'
import type { Spec } from '../spec/spec.ts'
import { headErrors, headPlans } from './headPlans.ts'
import { unknownName } from './unknownName.ts'
import { weightsError } from './weightsError.ts'

interface CheckedModels {
  readonly models: Readonly<Record<string, ModelPlan>>
  readonly errors: readonly DeclarationError[]
  /** Errors that may follow from mistakes in the flows. */
  readonly inputless: readonly DeclarationError[]
}

interface ImageInput {
  readonly shape: readonly Dim[]
  readonly by: string
}

const modelIn = (node: StepNode): string | undefined => namesIn(node, 'model')[0]

const sizeError = (
  model: string,
  { shape, by }: ImageInput,
  path: readonly string[],
  received: string,
): DeclarationError =>
  declarationError({
    path,
    expected: `images of the size that ${model} takes (${shape.join(' x ')}, as in ${by})`,
    received,
  })

const holdsImages = ({ kind }: FieldType): boolean => kind === 'images' || kind === 'stacks'

/** The images that each model is run on; all of them, those of the evaluation too, must have one size. */
const inputsOf = ({ evaluate }: Spec, nodes: readonly StepNode[]) => {
  const inputs = new Map<string, ImageInput>()
  const errors: DeclarationError[] = []
  for (const node of nodes) {
    const model = modelIn(node)
    if (model === undefined) continue
    for (const { name, role, path } of node.mentions) {
      const type = node.given[name]
      if (role.of !== 'read' || !role.view || type === undefined || !holdsImages(type)) continue
      const shape = type.shape.slice(-3)
      const before = inputs.get(model)
      if (before === undefined) inputs.set(model, { shape, by: name })
      else if (!agreeShapes(before.shape, shape)) {
        errors.push(sizeError(model, before, path, `"${name}", which is ${showType(type)}`))
      }
    }
  }
  const measured = inputs.get(evaluate.model)
  const { size, channels } = decodeRequest(evaluate.decode)
  const shape = [size.height, size.width, channels]
  if (measured !== undefined && !agreeShapes(measured.shape, shape)) {
    errors.push(sizeError(evaluate.model, measured, ['evaluate', 'decode'], shape.join(' x ')))
  }
  return { inputs, errors }
}

/** Views that an evaluation averages over go through the same model as the plain image. */
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

/** What is to be frozen must be there. */
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

/** Checks what steps ask of models, and finds out which images and heads each model has. */
export const checkModels = (
  spec: Spec,
  flows: readonly FlowPlan[],
  facts: Facts,
  mentioned: ReadonlySet<string>,
): CheckedModels => {
  const nodes = flows.flatMap(({ steps }) => steps)
  const { inputs, errors } = inputsOf(spec, nodes)
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
