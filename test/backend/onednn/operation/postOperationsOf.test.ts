import { expect, test } from 'vitest'
import { postOperationsOf } from '../../../../src/backend/onednn/operation/postOperationsOf.ts'

test.each([
  [undefined, undefined, []],
  ['linear', undefined, []],
  ['relu', undefined, [{ eltwise: 'relu', alpha: 0, beta: 0 }]],
  ['relu6', undefined, [{ eltwise: 'clip', alpha: 0, beta: 6 }]],
  ['leakyrelu', 0.3, [{ eltwise: 'relu', alpha: 0.3, beta: 0 }]],
  ['leakyrelu', undefined, [{ eltwise: 'relu', alpha: 0.2, beta: 0 }]],
  ['elu', undefined, [{ eltwise: 'elu', alpha: 1, beta: 0 }]],
  ['sigmoid', undefined, [{ eltwise: 'logistic', alpha: 0, beta: 0 }]],
  ['prelu', undefined, undefined],
])('%s with slope %s', (activation, slope, post) => {
  expect(postOperationsOf(activation, slope)).toEqual(post)
})
