import { beforeAll, describe, expect, test } from 'vitest'
import { runError } from '../../../../src/prelude/errors.ts'
import { type AfterStep, inOrder, isLast, type Verdict } from '../../../../src/run/train/after/afterStep.ts'
import { phaseIn, smallSession, stepped } from '../../../support/session.ts'
import { useBackend } from '../../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

test('a step is the last when the phase has made all of its steps; a phase that ends with its data has none', () => {
  const { session } = smallSession()
  const last = (until: number | null) =>
    [1, 2, 3].map((step) => isLast(phaseIn(session, { until }), stepped(session, step)))
  expect(last(2)).toEqual([false, true, true])
  expect(last(null)).toEqual([false, false, false])
})

describe('in order', () => {
  /** Observers that give these verdicts, some later than others, and who was called. */
  const called = async (...verdicts: readonly Verdict[]) => {
    const calls: number[] = []
    const { session } = smallSession()
    const observers = verdicts.map((verdict, i): AfterStep => {
      if (i % 2 === 1) {
        return () => {
          calls.push(i)
          return verdict
        }
      }
      return async () => {
        await new Promise((resolve) => setTimeout(resolve, 2))
        calls.push(i)
        return verdict
      }
    })
    const verdict = await inOrder(...observers)(session, phaseIn(session), stepped(session, 1))
    return { calls, verdict }
  }

  test('each waits for the one before it', async () =>
    expect(await called('continue', 'continue', 'continue')).toEqual({ calls: [0, 1, 2], verdict: 'continue' }))

  test('the first that stops the run has the last word', async () =>
    expect(await called('continue', 'stop', 'continue')).toEqual({ calls: [0, 1], verdict: 'stop' }))

  test('and so has the first that fails', async () => {
    const broken = runError('disk full')
    expect(await called(broken, 'stop', 'continue')).toEqual({ calls: [0], verdict: broken })
  })

  test('none has nothing to say', async () => expect(await called()).toEqual({ calls: [], verdict: 'continue' }))

  test('a bug in one is an error of the whole', async () => {
    const { session } = smallSession()
    const bug: AfterStep = () => {
      throw new Error('a bug')
    }
    await expect(inOrder(bug)(session, phaseIn(session), stepped(session, 1))).rejects.toThrow('a bug')
  })
})
