import { timer } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { expect } from 'vitest'

/** Runs marble expectations in virtual time, compared with vitest's deep equality. */
export const marble = (body: Parameters<TestScheduler['run']>[0]): void => {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(body)
}

/** A promise in virtual time: `value` after a number of frames. */
export const later = <A>(frames: number, value: A): PromiseLike<A> => ({
  // biome-ignore lint/suspicious/noThenProperty: a thenable is the only promise that virtual time can drive
  then: (fulfilled) => {
    timer(frames).subscribe(() => fulfilled?.(value))
    return new Promise(() => {})
  },
})

/** A promise in virtual time that rejects after a number of frames. */
export const refused = (frames: number, reason: unknown): PromiseLike<never> => ({
  // biome-ignore lint/suspicious/noThenProperty: a thenable is the only promise that virtual time can drive
  then: (_, rejected) => {
    timer(frames).subscribe(() => rejected?.(reason))
    return new Promise(() => {})
  },
})
