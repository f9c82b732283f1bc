import { type Scalar, zerosLike } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { choice, field, list, map, modelName, optional, record, view } from '../../../codec/index.ts'
import { type Mention, mentions } from '../../../codec/mentions.ts'
import { fold } from '../../../prelude/key.ts'
import { differentiate } from '../../../tensor/differentiate.ts'
import { asSection, section } from '../../../tensor/section.ts'
import { mapTensors } from '../../../tensor/tensors.ts'
import { type Complaint, defineStep, type Facts } from '../../definition.ts'
import { agree, type FieldType, type FieldTypes, showType } from '../../field/fieldType.ts'
import { headSize, pixelsOf } from '../../field/headSize.ts'
import type { Known } from '../../loss/loss.ts'
import { lossComplaints } from '../../loss/losses.ts'
import { withModel } from '../world.ts'
import { forward, type Pass } from './forward.ts'
import { type Term, term } from './term.ts'
import { totalLoss } from './totalLoss.ts'

const pass = record({
  on: field(list(view, 1), 'the views that go through the network together, as one batch'),
  statistics: field(choice('update', 'keep'), 'whether the pass moves the moving statistics of batch norm', 'update'),
})

const Params = record({
  model: field(modelName, 'the model that is trained'),
  loss: field(map(term), 'the terms of the total loss; each is logged under its name'),
  passes: field(
    optional(list(pass, 1)),
    'how views go through the network; by default all together in one pass, whose statistics count',
    null,
  ),
})

type Update = t.TypeOf<typeof Params>

const isView = ({ role }: Mention): boolean => role.of === 'read' && role.view

const viewsOf = ({ loss }: Update): readonly string[] => [
  ...new Set(
    mentions(map(term), loss)
      .filter(isView)
      .map(({ name }) => name),
  ),
]

const passesOf = (params: Update): readonly Pass[] => params.passes ?? [{ on: viewsOf(params), statistics: 'update' }]

/** Every view that a loss looks at goes through the network exactly once. */
const passComplaints = (params: Update): readonly Complaint[] => {
  const passed = passesOf(params).flatMap(({ on }) => on)
  return [
    ...viewsOf(params)
      .filter((name) => !passed.includes(name))
      .map((name) => ({
        path: ['passes'],
        expected: `a pass over "${name}", which a loss looks at`,
        received: 'none',
      })),
    ...passed
      .filter((name, i) => passed.indexOf(name) !== i || !viewsOf(params).includes(name))
      .map((name) => ({
        path: ['passes'],
        expected: 'views that a loss looks at, each in one pass',
        received: `"${name}"`,
      })),
  ]
}

const knownOf = (type: FieldType | undefined): Known => {
  const examples = type?.shape[0]
  return { examples: typeof examples === 'number' ? examples : null, run: type?.run ?? null }
}

/** Within one term, everything has as many examples as the view, and a target as many classes or values as the head. */
const termComplaints = (
  name: string,
  chosen: Term,
  model: string,
  given: FieldTypes,
  facts: Facts,
): readonly Complaint[] => {
  const found = mentions(term, chosen)
  const seen = given[found.find(isView)?.name ?? '']
  const head = found.find(({ role }) => role.of === 'head')?.name ?? 'label'
  const size = facts.heads[model]?.[head]
  const outputs = size === undefined || seen === undefined ? size : headSize(size, seen.shape.slice(-3))
  const misfits = found.flatMap((mention): readonly Complaint[] => {
    const type = given[mention.name]
    if (mention.role.of !== 'read' || isView(mention) || type === undefined || seen === undefined) return []
    const path = ['loss', name, ...mention.path]
    if (!agree(type.shape[0] ?? 0, seen.shape[0] ?? 0)) {
      return [
        { path, expected: `one value for each of the ${seen.shape[0]} examples of the view`, received: showType(type) },
      ]
    }
    if (outputs === undefined) return []
    const received = showType(type)
    if (type.kind === 'distribution' && !agree(type.shape[1] ?? 0, outputs)) {
      return [{ path, expected: `${outputs} classes, as the head ${head} of ${model} has`, received }]
    }
    if (type.kind === 'images' && !agree(pixelsOf(type.shape.slice(1)), outputs)) {
      return [{ path, expected: `images of ${outputs} values, as the head ${head} of ${model} has`, received }]
    }
    return []
  })
  const ofLoss = lossComplaints(chosen, (field) => knownOf(given[field]))
  return [
    ...misfits,
    ...ofLoss.map(({ path, ...complaint }) => ({ path: ['loss', name, chosen.name, ...path], ...complaint })),
  ]
}

/**
 * One update of a model: the gradient of the total loss through one or more passes over views, given to the model's optimizer.
 *
 * Targets, masks and probabilities are fields, hence constants: no gradient flows into whatever made them. Each term is logged under its
 * name before its weight, the total as `total`.
 */
export const update = defineStep({
  name: 'update',
  summary: 'one step of the optimizer on the total loss',
  params: Params,
  infer: (params, given, facts) => {
    const complaints = [
      ...(Object.keys(params.loss).length === 0
        ? [{ path: ['loss'], expected: 'at least one term', received: 'none' }]
        : []),
      ...passComplaints(params),
      ...Object.entries(params.loss).flatMap(([name, chosen]) =>
        termComplaints(name, chosen, params.model, given, facts),
      ),
    ]
    return complaints.length > 0 ? E.left(complaints) : E.right({})
  },
  trains: ({ model }) => [model],
  run: (params, { models }) => {
    const { network, optimizer, isFrozen } = models[params.model]!
    const passes = passesOf(params)
    const kinds = Object.fromEntries(Object.entries(network.parameters).map(([name, { kind }]) => [name, kind]))
    return (world, batch, moment) => {
      const state = world.models[params.model]!
      const { value, gradients, also } = differentiate(state.parameters, (parameters) => {
        const noise = fold(moment.key, 'noise')
        const { look, statistics } = forward(network, passes, noise)(parameters, state.statistics, batch)
        const { total, terms } = totalLoss(params.loss, look, moment)
        return { value: total, also: { ...asSection('statistics')(statistics), ...asSection('terms')(terms) } }
      })
      // A parameter that no term depends on (an unused head) stays, but for its weight decay.
      const all = mapTensors(state.parameters, (tensor, name) => gradients[name] ?? zerosLike(tensor))
      const next = optimizer.apply({
        clock: moment,
        updates: state.updates,
        kinds,
        parameters: state.parameters,
        gradients: all,
        slots: state.slots,
      })
      return {
        world: withModel(world, params.model, {
          parameters: mapTensors(next.parameters, (tensor, name) =>
            isFrozen(name) ? state.parameters[name]! : tensor,
          ),
          slots: next.slots,
          statistics: mapTensors(section('statistics')(also), (tensor, name) =>
            isFrozen(name) ? state.statistics[name]! : tensor,
          ),
          updates: state.updates + 1,
        }),
        metrics: { ...(section('terms')(also) as Readonly<Record<string, Scalar>>), total: value },
      }
    }
  },
})
