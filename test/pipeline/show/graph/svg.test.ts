import { expect, test } from 'vitest'
import { nodesOf } from '../../../../src/pipeline/plan/plan.ts'
import { svgGraph } from '../../../../src/pipeline/show/graph/svg.ts'
import { planOf, shipped } from '../../../support/pipelines.ts'

const count = (text: string, part: string): number => text.split(part).length - 1

test.each(shipped)('%s has a box for each operator and an arrow for each way from one to the next', (file) => {
  const plan = planOf(file)
  const flows = Object.values(plan.flows)
  const svg = svgGraph(plan)
  const boxes = flows.reduce((sum, flow) => sum + nodesOf(flow).length, 0)
  const joined = flows.reduce((sum, { zip }) => sum + Object.keys(zip).length, 0)
  const joins = flows.filter(({ zip }) => Object.keys(zip).length > 0).length
  expect(count(svg, '<rect ')).toBe(boxes)
  // Within a flow there is one arrow less than boxes; a flow that joins others has one from each of them.
  expect(count(svg, 'marker-end')).toBe(boxes - (flows.length - joins) - joins + joined)
  for (const { name } of flows) expect(svg).toContain(`>${name}</text>`)
  expect(svg).not.toMatch(/NaN|undefined|\[object/)
})
