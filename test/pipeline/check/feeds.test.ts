import { expect, test } from 'vitest'
import { planOf } from '../../support/pipelines.ts'

test('a flow that joins others is fed by them, each with its prefix', () => {
  const { train, labeled, unlabeled } = planOf('pipelines/fix-match.yaml').flows
  expect(Object.keys(train!.feeds)).toEqual(['labeled', 'unlabeled'])
  expect(train!.feeds['labeled']).toMatchObject({ flow: labeled, prefix: 'labeled.', distinct: null })
  expect(train!.feeds['unlabeled']).toMatchObject({ flow: unlabeled, prefix: 'unlabeled.', distinct: null })
})

test('any other flow feeds itself, and its fields have no prefix', () => {
  const flow = planOf('pipelines/supervised.yaml').flows['labeled']
  expect(Object.values(flow!.feeds)).toHaveLength(1)
  const [feed] = Object.values(flow!.feeds)
  expect(feed!.flow).toBe(flow)
  expect(feed!.prefix).toBe('')
})

test('a loss that tells images apart marks the feed of its images', () => {
  const flows = Object.values(planOf('pipelines/s4l-exemplar.yaml').flows)
  const marked = flows.flatMap(({ feeds }) => Object.values(feeds)).filter(({ distinct }) => distinct !== null)
  expect(marked.length).toBeGreaterThan(0)
  for (const { distinct } of marked) expect(distinct!.slice(0, 2)).toEqual(['flows', 'train'])
})
