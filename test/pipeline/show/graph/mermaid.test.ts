import { describe, expect, test } from 'vitest'
import { mermaidGraph } from '../../../../src/pipeline/show/graph/mermaid.ts'
import { planOf, shipped } from '../../../support/pipelines.ts'

test('the supervised pipeline as a flowchart', () => {
  const lines = mermaidGraph(planOf('pipelines/supervised.yaml')).split('\n')
  expect(lines.filter((line) => !line.includes('["'))).toEqual([
    'flowchart TB',
    '    labeled_labeledImages --> labeled_shuffle',
    '    labeled_shuffle --> labeled_repeat',
    '    labeled_repeat -->|"image"| labeled_decode',
    '    labeled_decode -->|"weak"| labeled_augment',
    '    labeled_augment -->|"file, label, image, weak"| labeled_batch',
    '  end',
    '    train_update --> train_average',
    '  end',
    '  labeled_batch --> train_update',
    '  model_student -.- train_update',
    '  model_student -.- train_average',
    '',
  ])
})

describe.each(shipped)('%s', (file) => {
  test('names every node before an arrow uses it', () => {
    const lines = mermaidGraph(planOf(file)).split('\n')
    const known = new Set(lines.flatMap((line) => /^\s*(?:subgraph )?(\w+)\(?\[/.exec(line)?.[1] ?? []))
    const used = lines.flatMap((line) => {
      const arrow = /^\s*(\w+) (?:-->|-\.-)(?:\|"[^"]*"\|)? (\w+)$/.exec(line)
      return arrow === null ? [] : [arrow[1]!, arrow[2]!]
    })
    expect(used.length).toBeGreaterThan(5)
    expect(used.filter((name) => !known.has(name))).toEqual([])
  })
})
