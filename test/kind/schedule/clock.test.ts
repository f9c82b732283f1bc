import { expect, test } from 'vitest'
import { timeIn } from '../../../src/kind/schedule/clock.ts'

const clock = { step: 30, steps: 120, epoch: 2.5 }

test('time is counted in steps, in epochs, or as the share of the phase that is over: 30 / 120', () =>
  expect([timeIn('steps', clock), timeIn('epochs', clock), timeIn('share', clock)]).toEqual([30, 2.5, 0.25]))

test('of a phase without a known end no share is ever over', () =>
  expect(timeIn('share', { ...clock, steps: Number.POSITIVE_INFINITY })).toBe(0))
