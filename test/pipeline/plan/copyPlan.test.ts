// Covers src/pipeline/plan/outline.ts, src/pipeline/plan/sizedHeads.ts.
import { expect, test } from 'vitest'
import { copiesBody, copyPlan, copyText } from '../../../src/pipeline/plan/copyPlan.ts'
import { networkOf } from '../../support/vocabulary.ts'

const small = { smallConv: { channels: [2] } }

test('the same networks share everything', () => {
  const network = networkOf(small, [4, 4, 3], { label: 5 })
  const plan = copyPlan(network, network, 'student')
  expect(plan.left).toEqual([])
  expect(copyText('tuned', 'student', plan)).toBe('tuned starts from student: 5 parameters and 2 statistics copied')
  expect(copiesBody(plan)).toBe(true)
})

test('heads that differ in size, or that only one has, stay as they were, and the text says why', () => {
  const from = networkOf(small, [4, 4, 3], { label: 5, projection: 8 })
  const to = networkOf(small, [4, 4, 3], { label: 3, rotation: 4 })
  const plan = copyPlan(from, to, 'student')
  expect(copiesBody(plan)).toBe(true)
  expect(copyText('tuned', 'student', plan)).toBe(
    'tuned starts from student: 3 parameters and 2 statistics copied, 4 left as they were: head/label/kernel ([2, 3], in student [2, 5]), head/label/bias ([3], in student [5]), head/rotation/kernel (not in student), head/rotation/bias (not in student)',
  )
})

test('bodies that share nothing are no start, even where the heads fit', () => {
  const from = networkOf(small, [4, 4, 3], { label: 5 })
  const to = networkOf({ mlp: { hidden: [2] } }, [4, 4, 3], { label: 5 })
  const plan = copyPlan(from, to, 'student')
  expect(plan.parameters).toEqual(['head/label/kernel', 'head/label/bias'])
  expect(copiesBody(plan)).toBe(false)
})
