import { kinds, unitsOf } from '../../kind/registry.ts'
import type { Vocabulary } from '../../kind/vocabulary.ts'
import type { DescribedChoice, DescribedParameter } from './describeParameters.ts'
import type { DescribedUnit } from './describeUnit.ts'
import { wrap } from './wrap.ts'

const width = 100
const indent = '  '

/** A name, and the lines beside it for a number of columns. */
interface Row {
  readonly name: string
  readonly body: (columns: number) => readonly string[]
}

/** Rows below each other: names in a first column, bodies in a second one, all no wider than `columns`. */
const block = (rows: readonly Row[], columns: number): readonly string[] => {
  const inner = columns - indent.length
  const names = Math.max(0, ...rows.map(({ name }) => name.length))
  return rows.flatMap(({ name, body }) =>
    body(inner - names - indent.length).map((line, i) =>
      `${indent}${(i === 0 ? name : '').padEnd(names)}${indent}${line}`.trimEnd(),
    ),
  )
}

const parameterRow = ({ name, takes, fallback, doc, ...inside }: DescribedParameter): Row => ({
  name,
  body: (columns) => [
    ...wrap(`${takes}, ${fallback === null ? 'required' : `default ${fallback}`}`, columns),
    ...(doc === '' ? [] : wrap(doc, columns)),
    ...Object.entries(inside.units).flatMap(([kind, names]) => wrap(`${kind}: ${names.join(', ')}`, columns)),
    ...block(inside.choices.map(choiceRow), columns),
    ...block(inside.parameters.map(parameterRow), columns),
  ],
})

const choiceRow = ({ name, summary, parameters }: DescribedChoice): Row => ({
  name,
  body: (columns) => [...wrap(summary, columns), ...block(parameters.map(parameterRow), columns)],
})

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines]

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `${indent}${line}`)

/** One unit as text, no wider than 100 columns except for its example. */
export const unitText = ({ kind, name, summary, paper, parameters, beside, ...unit }: DescribedUnit): string =>
  [
    `${name} (${kind})`,
    ...wrap(summary, width),
    ...section('parameters', parameters.length === 0 ? ['  none'] : block(parameters.map(parameterRow), width)),
    ...section(`beside ${name}`, block(beside.map(parameterRow), width)),
    ...section('reads', indented(unit.reads)),
    ...section('writes', indented(unit.writes)),
    ...section('paper', paper === '' ? [] : indented(wrap(paper, width - indent.length))),
    ...section('example', [`${indent}${unit.example}`]),
  ].join('\n')

/** All units of a vocabulary, kind by kind. */
export const kindsText = ({ registry }: Vocabulary): string =>
  kinds
    .map((kind) => {
      const rows = Object.values(registry[kind]).map(
        ({ name, summary }): Row => ({ name, body: (columns) => wrap(summary, columns) }),
      )
      return [kind, ...block(rows, width)].join('\n')
    })
    .join('\n\n')

/** The units with a name: several kinds may use the same one. */
export const unitsNamed = (name: string, { registry }: Vocabulary) =>
  unitsOf(registry).filter((unit) => unit.name === name)
