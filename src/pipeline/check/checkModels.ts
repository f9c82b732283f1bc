import { type Mention, mentions } from '../../codec/mentions.ts'
import { decodeRequest } from '../../image/decodeParams.ts'
import type { Facts } from '../../kind/definition.ts'
import { agreeShapes, type Dim, type FieldType, showType } from '../../kind/field/fieldType.ts'
import { headSize } from '../../kind/field/headSize.ts'
import { viewFault } from '../../kind/transform/viewSet.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { outline } from '../plan/outline.ts'
import type { FlowPlan, ModelPlan, PlanNode } from '../plan/plan.ts'
import type { Spec } from '../spec/spec.ts'
import { unknownName } from './unknownName.ts'

interface CheckedModels {
  readonly models: Readonly<Record<string, ModelPlan>>
  readonly errors: readonly DeclarationError[]
  /** Errors that may follow from mistakes in the flows. */
  readonly inputless: readonly DeclarationError[]
}

interface Input {
  readonly shape: readonly Dim[]
  readonly by: string
}

const placed = ({ definition, params, path }: PlanNode): readonly Mention[] =>
  mentions(definition.params, params).map((mention) => ({ ...mention, path: [...path, ...mention.path] }))

const modelIn = (found: readonly Mention[]): string | undefined => found.find(({ role }) => role.of === 'model')?.name

const sizeError = (model: string, { shape, by }: Input, path: readonly string[], received: string): DeclarationError =>
  declarationError({
    path,
    expected: `images of the size that ${model} takes (${shape.join(' x ')}, as in ${by})`,
    received,
  })

const holdsImages = ({ kind }: FieldType): boolean => kind === 'images' || kind === 'stacks'

/** The images that each model is run on; all of them, those of the evaluation too, must have one size. */
const inputsOf = ({ evaluate }: Spec, nodes: readonly PlanNode[]) => {
  const inputs = new Map<string, Input>()
  const errors: DeclarationError[] = []
  for (const node of nodes) {
    const found = placed(node)
    const model = modelIn(found)
    if (model === undefined) continue
    for (const { name, role, path } of found) {
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

/** Views that an evaluation averages over go through the same model as the plain picture. */
const viewErrors = ({ evaluate: { decode, views } }: Spec): readonly DeclarationError[] => {
  const { size } = decodeRequest(decode)
  return Object.entries(views).flatMap(([name, set]) => {
    const fault = viewFault(set, size, size)
    return fault === undefined ? [] : [declarationError({ ...fault, path: ['evaluate', 'views', name, ...fault.path] })]
  })
}

const headErrors = (nodes: readonly PlanNode[], facts: Facts): readonly DeclarationError[] =>
  nodes.flatMap((node) => {
    const found = placed(node)
    const model = modelIn(found)
    if (model === undefined || !Object.hasOwn(facts.heads, model)) return []
    const heads = Object.keys(facts.heads[model]!)
    return found
      .filter(({ role, name }) => role.of === 'head' && !heads.includes(name))
      .map((mention) => unknownName(`a head of ${model}`, mention, heads))
  })

/** The classifier has as many outputs as there are classes: no file may say otherwise. */
const labelErrors = (spec: Spec): readonly DeclarationError[] =>
  Object.keys(spec.models)
    .filter((name) => Object.hasOwn(spec.models[name]!.heads, 'label'))
    .map((name) =>
      declarationError({
        path: ['models', name, 'heads', 'label'],
        expected: 'heads beside label, which every model has, with one output for each class',
        received: '"label"',
        onKey: true,
      }),
    )

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

/** Checks what steps ask of models, and finds out which images and heads each model has. */
export const checkModels = (
  spec: Spec,
  flows: readonly FlowPlan[],
  facts: Facts,
  mentioned: ReadonlySet<string>,
): CheckedModels => {
  const nodes = flows.flatMap(({ steps }) => steps)
  const { inputs, errors } = inputsOf(spec, nodes)
  const models: Record<string, ModelPlan> = {}
  const inputless: DeclarationError[] = []
  for (const name of Object.keys(spec.models)) {
    const [height, width, channels] = inputs.get(name)?.shape ?? []
    if (height !== undefined && width !== undefined && channels !== undefined) {
      const input = [height, width, channels] as const
      const sizes = Object.entries(facts.heads[name]!).map(([head, size]) => [head, headSize(size, input)] as const)
      models[name] = { input, heads: Object.fromEntries(sizes) }
    } else if (mentioned.has(name)) {
      const expected = 'a model that some step runs on images'
      inputless.push(declarationError({ path: ['models', name], expected, received: `"${name}"`, onKey: true }))
    }
  }
  return {
    models,
    errors: [
      ...headErrors(nodes, facts),
      ...labelErrors(spec),
      ...errors,
      ...viewErrors(spec),
      ...frozenErrors(spec, models),
    ],
    inputless,
  }
}
