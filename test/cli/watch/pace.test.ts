import { expect, test } from 'vitest'
import { pace } from '../../../src/cli/watch/pace.ts'

test('the first line is due at once, the next after the interval; restart counts from now on', () => {
  let time = 100
  const { due, restart } = pace(() => time, 10)
  const at = (moment: number): boolean => {
    time = moment
    return due()
  }
  expect([at(100), at(109.9), at(110), at(119), at(121)]).toEqual([true, false, true, false, true])
  time = 125
  restart()
  expect([at(134), at(135)]).toEqual([false, true])
})
