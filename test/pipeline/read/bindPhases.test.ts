// Covers src/pipeline/read/renamed.ts.
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { builtIn } from '../../../src/kind/registry.ts'
import { vocabularyOf } from '../../../src/kind/vocabulary.ts'
import { namesIn, nodesOf } from '../../../src/pipeline/plan/plan.ts'
import { bindPhases } from '../../../src/pipeline/read/bindPhases.ts'
import { load, resolvedText } from '../../../src/pipeline/read/load.ts'
import { resultsOf } from '../../support/either.ts'
import { complaintsIn, shipped, textOf } from '../../support/pipelines.ts'

/** A teacher labels, a student learns: twice, each time with the student of before as the teacher. */
const text = `
name: bound
params: { size: 8, steps: 3, level: 0.5 }
models: { first: { network: smallConv }, student: { network: smallConv }, other: { network: smallConv } }
flows:
  images: [unlabeledImages, { decode: { size: $size } }, { augment: { weak: cropFlip } }, { batch: { size: 4 } }]
  more: [unlabeledImages, { decode: { size: $size } }, { augment: { weak: flip } }, { batch: { size: 6 } }]
  ledger: [{ ledgerImages: { ledger: labels } }, repeat, { decode: { size: $size } }, { augment: { weak: cropFlip } }, { batch: { size: 4 } }]
  student:
    - zip: [ledger]
    - update: { model: student, loss: { own: { crossEntropy: { of: ledger.weak, target: ledger.label } } } }
  label:
    - zip: [images]
    - predict: { model: first, on: images.weak, writes: probabilities }
    - confident: { from: probabilities, atLeast: $level, writes: mask }
    - record: { ledger: labels, from: probabilities, mask: mask, file: images.file }
phases:
  - { name: one, flow: label, with: { level: 0.25 }, until: end }
  - { name: two, flow: student, until: { steps: $steps } }
  - { name: three, flow: label, with: { first: student, images: more, labels: better, level: 0.75 }, until: end }
  - { name: four, flow: student, with: { labels: none }, until: { steps: 1 } }
  - { name: five, flow: student, with: { student: other }, until: { steps: 1 } }
evaluate: { model: student, decode: { size: $size }, every: 3 }
`

const fixed = text.replace('  - { name: four, flow: student, with: { labels: none }, until: { steps: 1 } }\n', '')

const read = (yaml: string) => resultsOf(load('bound.yaml', yaml, builtIn))

describe('a phase with bindings', () => {
  const { plan } = read(fixed)
  const flow = (name: string) => plan.flows[name]!
  const levelOf = (name: string) =>
    (flow(name).steps.find((node) => node.name === 'confident')!.params as { readonly atLeast: number }).atLeast

  test('runs a flow of its own name', () => {
    expect(plan.runs.map(({ phase }) => [phase.name, phase.flow])).toEqual([
      ['one', 'one'],
      ['two', 'student'],
      ['three', 'three'],
      ['five', 'five'],
    ])
  })

  test('has parameters, models and ledgers of its own', () => {
    expect([levelOf('one'), levelOf('three')]).toEqual([0.25, 0.75])
    const models = (name: string) => [...new Set(nodesOf(flow(name)).flatMap((node) => namesIn(node, 'model')))]
    expect([models('one'), models('three'), models('five')]).toEqual([['first'], ['student'], ['other']])
    expect(plan.runs.map(({ writes, reads }) => [writes, reads])).toEqual([
      [{ labels: 'labels' }, {}],
      [{}, { labels: 'labels' }],
      [{ better: 'better' }, {}],
      [{}, { labels: 'labels' }],
    ])
  })

  test('joins other flows under the names that its fields begin with', () => {
    expect(flow('three').zip).toEqual({ images: 'more' })
    expect(Object.keys(flow('three').feeds)).toEqual(['more'])
    const predict = flow('three').steps.find((node) => node.name === 'predict')!
    expect(namesIn(predict, 'read')).toEqual(['images.weak'])
    // A batch of `more`, whose fields `label` calls images.
    expect(predict.written['probabilities']!.shape).toEqual([6, 'classes'])
  })

  test('leaves the flow out that no phase runs as it is, and keeps one that a phase runs', () => {
    expect(Object.keys(plan.flows).sort()).toEqual(['five', 'images', 'ledger', 'more', 'one', 'student', 'three'])
  })
})

test('a flow that only phases with bindings run is left out, also where a model has its name', () => {
  const alone = fixed.replace(
    '{ name: two, flow: student, until',
    '{ name: two, flow: student, with: { student: first }, until',
  )
  expect(Object.keys(read(alone).plan.flows)).not.toContain('student')
})

test('a binding that the flow does not name is refused at its place', () => {
  // The ledger is named by the flow that `student` joins, not by `student` itself.
  expect(complaintsIn('bound.yaml', text)).toEqual([
    'bound.yaml:21:42: Expected a parameter of the file, or a model, flow, ledger or state of the flow student at phases.3.with.labels, received "labels"',
  ])
})

test('a mistake inside a flow is reported once, at its line, and no binding is called strange for it', () => {
  const broken = fixed.replace('from: probabilities, atLeast', 'from: probabilitys, atLeast')
  expect(complaintsIn('bound.yaml', broken)).toEqual([
    'bound.yaml:15:26: Expected a field (distribution) that is written before: probabilities at flows.label.2.confident.from, received "probabilitys"; did you mean "probabilities"?',
  ])
  const misspelled = fixed.replace('predict: { model', 'predikt: { model')
  expect(complaintsIn('bound.yaml', misspelled)).toEqual([
    expect.stringMatching(
      /^bound\.yaml:14:7: .* at flows\.label\.1\.predikt, received "predikt"; did you mean "predict"\?$/,
    ),
  ])
})

test('the resolved file has no bindings left, and loads to the same plan', () => {
  const first = read(fixed)
  const resolved = resolvedText(first)
  expect(resolved).toContain('three:')
  const again = read(resolved)
  expect(resolvedText(again)).toBe(resolved)
  expect(again.plan.runs.map(({ name }) => name)).toEqual(first.plan.runs.map(({ name }) => name))
  expect(again.plan.flows['three']!.zip).toEqual({ images: 'more' })
})

describe('law: a file without bindings stays as it is', () => {
  test.each(shipped)('%s', (file) => {
    const data: unknown = parse(textOf(file))
    const phases = (data as { readonly phases: readonly { readonly with?: unknown }[] }).phases
    const bound = bindPhases(data, vocabularyOf(builtIn))
    if (phases.every((phase) => phase.with === undefined)) expect(bound).toEqual({ data, originals: {}, errors: [] })
    else expect(bound.errors).toEqual([])
  })
})
