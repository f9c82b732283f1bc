// Covers src/pipeline/show/difference.ts, src/pipeline/show/nameless.ts.
import { describe, expect, test } from 'vitest'
import { difference } from '../../src/pipeline/show/difference.ts'
import { planOf, shipped, textOf } from '../support/pipelines.ts'

const quoted = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name!))].sort()

const children = shipped.filter((file) => planOf(file).spec.parent !== '')

describe.each(children)('%s', (file) => {
  test('differs from its parent by what it says, and by nothing else', () => {
    const plan = planOf(file)
    const parent = planOf(`pipelines/${plan.spec.parent}.yaml`)
    expect(difference(parent, plan)).toEqual(quoted(plan.spec.difference))
    expect(difference(plan, parent)).toEqual(difference(parent, plan))
  })
})

test.each(shipped)('%s does not differ from itself', (file) => {
  expect(difference(planOf(file), planOf(file))).toEqual([])
})

test('the table of pipelines/README.md says the same', () => {
  const rows = textOf('pipelines/README.md')
    .split('\n')
    .filter((line) => line.startsWith('| ['))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  expect(rows.every((cells) => cells.length === 5 && cells[4] !== '')).toBe(true)
  const told = rows.map((cells) => cells.slice(0, 4))
  const known = shipped.map((file) => {
    const { name, paper, parent, difference: text } = planOf(file).spec
    return [`[${name}](${name}.yaml)`, paper, parent, text.trim()]
  })
  expect(told).toEqual(expect.arrayContaining(known))
  expect(told.length).toBe(known.length)
})
