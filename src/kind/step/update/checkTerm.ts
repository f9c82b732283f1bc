import type { Complaint } from '../../../prelude/errors.ts'
import type { Facts, HeadFacts } from '../../field/facts.ts'
import { agree, type Dim, type FieldType, type FieldTypes, showType } from '../../field/fieldType.ts'
import { headSize, pixelsOf } from '../../field/headSize.ts'
import type { BoundInput } from '../../loss/input.ts'
import type { Demand } from '../../loss/loss.ts'
import type { Term } from './term.ts'

type BoundOutput = Extract<BoundInput, { readonly from: 'output' }>
type BoundField = Extract<BoundInput, { readonly from: 'each' | 'shared' }>

interface Context {
  /** The path to the parameters of the loss, from the parameters of the step. */
  readonly path: readonly string[]
  readonly model: string
  readonly heads: Readonly<Record<string, HeadFacts>>
  readonly given: FieldTypes
}

const isOutput = (input: BoundInput): input is BoundOutput => input.from === 'output'

const isField = (input: BoundInput): input is BoundField => input.from === 'each' || input.from === 'shared'

/** The number of values in a row. A target must be as wide as its output. */
const widthOf = ({ shape }: FieldType): Dim => pixelsOf(shape.slice(1))

const wordsFor = ({ kind }: FieldType): string =>
  kind === 'distribution' ? 'classes' : kind === 'images' ? 'values' : 'numbers'

/** A head must get the number of views that it declares, and all of them must show the same examples. */
const outputComplaints = ({ views, head, path }: BoundOutput, context: Context): readonly Complaint[] => {
  const { heads, given, model } = context
  const facts = heads[head]
  if (facts === undefined) return []
  const at = (place: string) => [...context.path, place]
  if (facts.views !== views.length) {
    const expected = `${facts.views === 1 ? 'one view' : `${facts.views} views`}, as the head ${head} of ${model} takes`
    return [{ path: at(path[0]!), expected, received: `${views.length}: ${views.join(', ')}` }]
  }
  const [first, ...others] = views.map((name) => ({ name, rows: given[name]?.shape[0] ?? 'batch' }))
  const misfit = others.find(({ rows }) => !agree(rows, first!.rows))
  return misfit === undefined
    ? []
    : [
        {
          path: at(path[0]!),
          expected: `views of the same ${first!.rows} examples, as in ${first!.name}`,
          received: `"${misfit.name}", which is ${showType(given[misfit.name]!)}`,
        },
      ]
}

/** A field must have one row per example unless all examples share it, and must be as wide as its output. */
const fieldComplaints = (
  input: BoundField,
  rows: Dim,
  outputs: readonly BoundOutput[],
  { path, model, heads, given }: Context,
): readonly Complaint[] => {
  const type = given[input.field]
  if (type === undefined) return []
  const received = showType(type)
  const at = [...path, ...input.path]
  if (input.from === 'each' && !agree(type.shape[0] ?? 0, rows)) {
    return [{ path: at, expected: `one value for each of the ${rows} examples of the view`, received }]
  }
  const output = outputs.find(({ name }) => name === input.matches)
  const facts = output === undefined ? undefined : heads[output.head]
  const view = output === undefined ? undefined : given[output.views[0]!]
  if (output === undefined || facts === undefined || view === undefined) return []
  const width = headSize(facts.size, view.shape.slice(-3))
  if (agree(widthOf(type), width)) return []
  const what = type.kind === 'images' ? `images of ${width} values` : `${width} ${wordsFor(type)}`
  return [{ path: at, expected: `${what}, as the head ${output.head} of ${model} has`, received }]
}

/** A loss that compares examples needs enough of them in a batch, and only whole groups. */
const demandComplaint = ({ groups, atLeast, members }: Demand, rows: Dim, run: number | undefined) => {
  if (groups !== null && run === undefined) return undefined
  const length = groups === null ? 1 : run!
  if (length < members) return { expected: `at least ${members} examples of each image`, received: `${length}` }
  if (typeof rows !== 'number') return undefined
  const received = `a batch of ${rows}`
  if (rows < atLeast * length) {
    const detail = groups === null ? '' : `, ${atLeast} images of ${length} examples each`
    return { expected: `a batch of at least ${atLeast * length}${detail}`, received }
  }
  return rows % length === 0
    ? undefined
    : { expected: `a batch of a multiple of ${length}, the examples of one image`, received }
}

/** Checks one term: every input must have as many rows as the view and must be as wide as the head. */
export const checkTerm = (
  name: string,
  term: Term,
  model: string,
  given: FieldTypes,
  facts: Facts,
): readonly Complaint[] => {
  const { inputs, demand } = term.use
  const context: Context = { path: ['loss', name, term.name], model, heads: facts.heads[model] ?? {}, given }
  const outputs = inputs.filter(isOutput)
  const rows = given[outputs[0]?.views[0] ?? '']?.shape[0] ?? 'batch'
  const mask = term.mask === null ? undefined : given[term.mask]
  const masked =
    mask === undefined || agree(mask.shape[0] ?? 0, rows)
      ? []
      : [
          {
            path: ['loss', name, 'mask'],
            expected: `one value for each of the ${rows} examples of the view`,
            received: showType(mask),
          },
        ]
  const groups = inputs.filter(isField).find((input) => input.name === demand?.groups)
  const lack = demand === null ? undefined : demandComplaint(demand, rows, given[groups?.field ?? '']?.run)
  return [
    ...outputs.flatMap((input) => outputComplaints(input, context)),
    ...inputs.filter(isField).flatMap((input) => fieldComplaints(input, rows, outputs, context)),
    ...masked,
    ...(lack === undefined ? [] : [{ path: [...context.path, ...(groups ?? outputs[0]!).path], ...lack }]),
  ]
}
