import { type Scalar, zerosLike } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { choice, field, list, map, modelName, optional, record, view } from '../../../codec/index.ts'
import { type Complaint, ContractViolation } from '../../../prelude/errors.ts'
import { fold } from '../../../prelude/key.ts'
import { differentiate } from '../../../tensor/differentiate.ts'
import { asSection, section } from '../../../tensor/section.ts'
import { filterTensors, mapTensors, type Tensors } from '../../../tensor/tensors.ts'
import { type Distinct, defineStep, type ModelParts, type Step } from '../step.ts'
import { withModel } from '../world.ts'
import { checkTerm } from './checkTerm.ts'
import { forward, type Pass } from './forward.ts'
import type { Term, Terms } from './term.ts'
import { totalLoss } from './totalLoss.ts'
import { viewsOf, wantedBy } from './wanted.ts'

const pass = record({
  on: field(list(view, 1), 'views that go through the network together, as one batch'),
  statistics: field(choice('update', 'keep'), 'whether the pass moves the moving statistics of batch norm', 'update'),
})

const Params = ({ term }: Terms) =>
  record({
    model: field(modelName, 'model to train'),
    loss: field(map(term), 'terms of the total loss; each is logged under its name'),
    passes: field(
      optional(list(pass, 1)),
      'passes of the views through the network; null for one pass with all views, which moves the statistics',
      null,
    ),
  })

type Update = t.TypeOf<ReturnType<typeof Params>>

const passesOf = ({ passes, loss }: Update): readonly Pass[] => passes ?? [{ on: viewsOf(loss), statistics: 'update' }]

/** Every view that a loss reads must go through the network exactly once. */
const passComplaints = (params: Update): readonly Complaint[] => {
  const inLoss = viewsOf(params.loss)
  const inPasses = passesOf(params).flatMap(({ on }) => on)
  return [
    ...inLoss
      .filter((name) => !inPasses.includes(name))
      .map((name) => ({
        path: ['passes'],
        expected: `a pass over "${name}", which a loss looks at`,
        received: 'none',
      })),
    ...inPasses
      .filter((name, i) => inPasses.indexOf(name) !== i || !inLoss.includes(name))
      .map((name) => ({
        path: ['passes'],
        expected: 'views that a loss looks at, each in one pass',
        received: `"${name}"`,
      })),
  ]
}

/** The metric of the total loss. */
const sum = 'total'

const nameComplaints = (terms: Readonly<Record<string, Term>>): readonly Complaint[] => [
  ...(Object.keys(terms).length === 0 ? [{ path: ['loss'], expected: 'at least one term', received: 'none' }] : []),
  ...(sum in terms
    ? [{ path: ['loss', sum], expected: `a name other than ${sum} (the name of the sum)`, received: `"${sum}"` }]
    : []),
]

/** The fields by which terms tell images apart. */
const distinctIn = (terms: Readonly<Record<string, Term>>): readonly Distinct[] =>
  Object.entries(terms).flatMap(([name, { name: loss, use }]) =>
    use.inputs.flatMap((input): readonly Distinct[] => {
      const groups = use.demand !== null && use.demand.groups === (input.from === 'output' ? null : input.name)
      if (!groups || input.from === 'scalar') return []
      const fields = input.from === 'output' ? input.views : [input.field]
      return fields.map((field) => ({ field, path: ['loss', name, loss, ...input.path] }))
    }),
  )

/** Fails unless an optimizer gave a new value of the same shape for every parameter. */
const assertUpdated = (before: Tensors, after: Tensors): void => {
  for (const [name, { shape }] of Object.entries(before)) {
    const received = after[name]?.shape
    if (received?.join() === shape.join()) continue
    const text = received === undefined ? 'nothing' : `[${received.join(', ')}]`
    throw new ContractViolation(`Expected [${shape.join(', ')}] from the optimizer for ${name}, received ${text}`)
  }
}

/** One update: the gradients by all parameters that are not frozen, then the optimizer. */
const updateOf = (params: Update, { network, optimizer, isFrozen }: ModelParts): ReturnType<Step['run']> => {
  const { model, loss } = params
  const [passes, wanted] = [passesOf(params), wantedBy(loss)]
  const kinds = Object.fromEntries(Object.entries(network.parameters).map(([name, { kind }]) => [name, kind]))
  return (world, batch, moment) => {
    const state = world.models[model]!
    const trainable = filterTensors(state.parameters, (name) => !isFrozen(name))
    const { value, gradients, also } = differentiate(trainable, (parameters) => {
      const run = forward(network, passes, wanted, fold(moment.key, 'noise'))
      const { look, statistics } = run({ ...state.parameters, ...parameters }, state.statistics, batch)
      const { total, terms } = totalLoss(loss, look, moment)
      return { value: total, also: { ...asSection('statistics')(statistics), ...asSection('terms')(terms) } }
    })
    const next = optimizer.apply({
      clock: moment,
      updates: state.updates,
      kinds,
      parameters: trainable,
      // If no term depends on a parameter (an unused head), only weight decay changes it.
      gradients: mapTensors(trainable, (tensor, name) => gradients[name] ?? zerosLike(tensor)),
      slots: state.slots,
    })
    assertUpdated(trainable, next.parameters)
    return {
      world: withModel(world, model, {
        parameters: mapTensors(state.parameters, (tensor, name) => next.parameters[name] ?? tensor),
        slots: next.slots,
        statistics: mapTensors(section('statistics')(also), (tensor, name) =>
          isFrozen(name) ? state.statistics[name]! : tensor,
        ),
        updates: state.updates + 1,
      }),
      metrics: { ...(section('terms')(also) as Readonly<Record<string, Scalar>>), [sum]: value },
    }
  }
}

/**
 * Makes one update of a model: the optimizer applies the gradient of the total loss, through one or more
 * passes over views.
 *
 * - Targets, masks and probabilities are constant fields: no gradient flows into the steps that wrote them.
 * - Frozen parameters get no gradient.
 * - Each term is logged under its name before its weight, and the sum as `total`.
 */
export const update = defineStep({
  name: 'update',
  summary: 'takes one step of the optimizer on the total loss',
  example: {
    update: {
      model: 'student',
      loss: { supervised: { crossEntropy: { of: 'labeled.weak', target: 'labeled.label' } } },
    },
  },
  params: Params,
  use: (params: Update) => ({
    infer: (given, facts) => {
      const complaints = [
        ...nameComplaints(params.loss),
        ...passComplaints(params),
        ...Object.entries(params.loss).flatMap(([name, term]) => checkTerm(name, term, params.model, given, facts)),
      ]
      return complaints.length > 0 ? E.left(complaints) : E.right({})
    },
    trains: [params.model],
    metrics: [...Object.keys(params.loss), sum],
    distinct: distinctIn(params.loss),
    run: ({ models }) => updateOf(params, models[params.model]!),
  }),
})
