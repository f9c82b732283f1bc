import * as E from 'fp-ts/lib/Either.js'
import { type Mention, mentions } from '../codec/mentions.ts'
import type { AnyOperator, Facts } from '../operator/definition.ts'
import { agreeShapes, type Dim, showType } from '../operator/fieldType.ts'
import { type DeclarationError, declarationError } from '../prelude/errors.ts'
import { nearest } from '../prelude/nearest.ts'
import { type CheckedFlow, checkFlow } from './checkFlow.ts'
import type { FlowPlan, ModelPlan, Plan, PlanNode } from './plan.ts'
import { type Spec, specCodec } from './spec.ts'

type Operators = Readonly<Record<string, AnyOperator>>

const unknown = (noun: string, mention: Mention, known: readonly string[]): DeclarationError => {
  const near = nearest(mention.name, known)
  return declarationError({
    path: mention.path,
    expected: `${noun}: ${known.join(', ') || 'the file declares none'}`,
    received: `"${mention.name}"`,
    ...(near === undefined ? {} : { nearest: near }),
  })
}

/** Flows in an order in which every flow comes after those that it zips; flows on a cycle are left out and reported. */
const inOrder = (
  spec: Spec,
  operators: Operators,
): { readonly order: readonly string[]; readonly errors: readonly DeclarationError[] } => {
  const order: string[] = []
  const errors: DeclarationError[] = []
  const state = new Map<string, 'open' | 'done'>()
  const visit = (name: string, trail: readonly string[]) => {
    if (state.get(name) === 'done') return
    if (state.get(name) === 'open') {
      errors.push(
        declarationError({
          path: ['flows', trail.at(-1)!],
          expected: 'flows that do not depend on themselves',
          received: `the cycle ${[...trail.slice(trail.indexOf(name)), name].join(' -> ')}`,
        }),
      )
      return
    }
    state.set(name, 'open')
    for (const item of spec.flows[name]!) {
      for (const mention of mentions(operators[item.name]!.params, item.params)) {
        if (mention.role.of === 'flow' && mention.name in spec.flows) visit(mention.name, [...trail, name])
      }
    }
    state.set(name, 'done')
    order.push(name)
  }
  for (const name of Object.keys(spec.flows)) visit(name, [])
  return { order, errors }
}

/** Where a field that a flow reads was written: in the flow itself, or in one that it zips (`labeled.weak` is `weak` of the flow `labeled`). */
const origin = (flow: FlowPlan, field: string): string => {
  const own = flow.steps.some(({ written }) => Object.hasOwn(written, field))
  return !own && flow.zip.some((zipped) => field.startsWith(`${zipped}.`)) ? field : `${flow.name}.${field}`
}

const unreadFields = (flows: readonly CheckedFlow[]): readonly DeclarationError[] => {
  const read = new Set(flows.flatMap(({ plan, readFields }) => [...readFields].map((name) => origin(plan, name))))
  return flows.flatMap(({ plan }) =>
    [...plan.stages, ...plan.steps].flatMap((node) =>
      mentions(node.definition.params, node.params).flatMap((mention) => {
        if (mention.role.of !== 'write' || read.has(`${plan.name}.${mention.name}`)) return []
        return [
          declarationError({
            path: [...node.path, ...mention.path],
            expected: 'a field that a later operator reads',
            received: `"${mention.name}", which nothing reads`,
          }),
        ]
      }),
    ),
  )
}

/** The images that each model is run on; all of them must have one size. */
const modelInputs = (flows: readonly FlowPlan[]) => {
  const inputs = new Map<string, { readonly shape: readonly Dim[]; readonly by: string }>()
  const errors: DeclarationError[] = []
  const visit = (node: PlanNode) => {
    const found = mentions(node.definition.params, node.params)
    const model = found.find(({ role }) => role.of === 'model')?.name
    if (model === undefined) return
    for (const mention of found) {
      const type = node.given[mention.name]
      if (mention.role.of !== 'read' || !mention.role.view || type?.kind !== 'images' || type.shape.length === 0)
        continue
      const shape = type.shape.slice(1)
      const before = inputs.get(model)
      if (before === undefined) inputs.set(model, { shape, by: mention.name })
      else if (!agreeShapes(before.shape, shape)) {
        errors.push(
          declarationError({
            path: [...node.path, ...mention.path],
            expected: `images of the size that ${model} takes (${before.shape.join(' x ')}, as in ${before.by})`,
            received: `"${mention.name}", which is ${showType(type)}`,
          }),
        )
      }
    }
  }
  for (const flow of flows) flow.steps.forEach(visit)
  return { inputs, errors }
}

const headErrors = (flows: readonly FlowPlan[], facts: Facts): readonly DeclarationError[] =>
  flows.flatMap((flow) =>
    flow.steps.flatMap((node) => {
      const found = mentions(node.definition.params, node.params)
      const model = found.find(({ role }) => role.of === 'model')?.name
      const heads = model === undefined ? undefined : facts.heads[model]
      if (heads === undefined) return []
      return found
        .filter(({ role, name }) => role.of === 'head' && !(name in heads))
        .map((mention) =>
          unknown(`a head of ${model}`, { ...mention, path: [...node.path, ...mention.path] }, Object.keys(heads)),
        )
    }),
  )

/** A batch that can never be filled would stop a run without a word. */
const batchErrors = (spec: Spec, flows: readonly FlowPlan[]): readonly DeclarationError[] =>
  flows.flatMap(({ batch }) => {
    const size = (batch?.params as { readonly size: number } | undefined)?.size
    const { inFlight } = spec.limits
    return batch === null || size === undefined || inFlight === null || size <= inFlight
      ? []
      : [
          declarationError({
            path: [...batch.path, 'size'],
            expected: `at most limits.inFlight (${inFlight}) images, or a batch can never be filled`,
            received: String(size),
          }),
        ]
  })

const averagedModels = (spec: Spec, operators: Operators): ReadonlySet<string> =>
  new Set(
    Object.values(spec.flows).flatMap((items) =>
      items
        .filter(({ name }) => name === 'average')
        .flatMap((item) => mentions(operators['average']!.params, item.params))
        .filter(({ role }) => role.of === 'model')
        .map(({ name }) => name),
    ),
  )

/**
 * Checks everything that can be known before an image is read: references, field kinds and sizes, cycles, unread fields, models, heads, batches.
 * All mistakes are returned at once; positions are added by the caller, who has the file.
 *
 * @param classes the number of classes, or `classes` where no folder is known yet
 */
export const check = (spec: Spec, operators: Operators, classes: Dim): E.Either<readonly DeclarationError[], Plan> => {
  const all = mentions(specCodec(operators), spec)
  const modelNames = Object.keys(spec.models)
  const flowNames = Object.keys(spec.flows)
  const references = all.flatMap((mention) => {
    if (mention.role.of === 'model' && !modelNames.includes(mention.name))
      return [unknown('a model', mention, modelNames)]
    if (mention.role.of === 'flow' && !flowNames.includes(mention.name)) return [unknown('a flow', mention, flowNames)]
    return []
  })
  const facts: Facts = {
    classes,
    heads: Object.fromEntries(modelNames.map((name) => [name, { label: classes, ...spec.models[name]!.heads }])),
    averaged: averagedModels(spec, operators),
  }
  const { order, errors: cycles } = inOrder(spec, operators)
  const flows: Record<string, FlowPlan> = {}
  const checked: CheckedFlow[] = []
  for (const name of order) {
    const result = checkFlow(name, spec.flows[name]!, operators, facts, flows)
    flows[name] = result.plan
    checked.push(result)
  }
  const plans = Object.values(flows)
  const { inputs, errors: sizes } = modelInputs(plans)
  const used = new Set([...spec.phases.map(({ flow }) => flow), ...plans.flatMap(({ zip }) => zip)])
  const mentioned = new Set(all.filter(({ role }) => role.of === 'model').map(({ name }) => name))
  const unused = [
    ...flowNames.filter((name) => !used.has(name)).map((name) => ['flows', name]),
    ...modelNames.filter((name) => !mentioned.has(name)).map((name) => ['models', name]),
  ].map((path) =>
    declarationError({
      path,
      expected: `one of the ${path[0]} that something uses`,
      received: `"${path[1]}"`,
      onKey: true,
    }),
  )
  const models: Record<string, ModelPlan> = {}
  const inputless: DeclarationError[] = []
  for (const name of modelNames) {
    const [height, width, channels] = inputs.get(name)?.shape ?? []
    if (height === undefined || width === undefined || channels === undefined) {
      if (mentioned.has(name)) {
        inputless.push(
          declarationError({
            path: ['models', name],
            expected: 'a model that some step runs on images',
            received: `"${name}"`,
            onKey: true,
          }),
        )
      }
    } else models[name] = { input: [height, width, channels], heads: facts.heads[name]! }
  }
  const flowErrors = checked.flatMap(({ errors }) => errors)
  const errors = [
    ...references,
    ...cycles,
    ...flowErrors,
    ...headErrors(plans, facts),
    ...sizes,
    ...batchErrors(spec, plans),
    ...unused,
    // These follow from earlier mistakes where there are any, so they are only told when the flows themselves are sound.
    ...(flowErrors.length + references.length + cycles.length === 0 ? [...unreadFields(checked), ...inputless] : []),
  ]
  return errors.length > 0 ? E.left(errors) : E.right({ spec, flows, models, facts })
}
