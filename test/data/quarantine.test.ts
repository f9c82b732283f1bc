import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { errorBudget, openQuarantine, overBudget } from '../../src/data/quarantine.ts'
import { dataError } from '../../src/prelude/errors.ts'
import { render } from '../../src/prelude/render.ts'
import { resultOf } from '../support/either.ts'
import { folderWith } from '../support/folder.ts'

describe('quarantine', () => {
  test('notes each file once, across sessions, and repairs a torn line', () => {
    const file = join(folderWith({}), 'quarantine.jsonl')
    const first = resultOf(openQuarantine(file))
    first.add(dataError('a.jpg', 'decode', 'it is empty'))
    first.add(dataError('a.jpg', 'decode', 'it is empty'))
    first.add(dataError('b.jpg', 'decode', 'it is cut off'))
    first.close()
    appendFileSync(file, '{"file":"c.jp')
    const second = resultOf(openQuarantine(file))
    expect(second.size()).toBe(2)
    expect(second.last()).toEqual(dataError('b.jpg', 'decode', 'it is cut off'))
    second.add(dataError('b.jpg', 'augment', 'other'))
    second.add(dataError('c.jpg', 'decode', 'it is empty'))
    second.close()
    expect(readFileSync(file, 'utf8')).toBe(
      '{"file":"a.jpg","stage":"decode","reason":"it is empty"}\n' +
        '{"file":"b.jpg","stage":"decode","reason":"it is cut off"}\n' +
        '{"file":"c.jpg","stage":"decode","reason":"it is empty"}\n',
    )
  })
})

describe('errorBudget', () => {
  test.each([
    [0.01, 3600, 36],
    [0.01, 3601, 37],
    [0.01, 5, 1],
    [0, 5, 0],
    [1, 5, 5],
  ])('%d of %d images: %d', (share, images, allowed) => expect(errorBudget(share, images)).toBe(allowed))
})

describe('overBudget', () => {
  const holding = (count: number) => ({
    size: () => count,
    last: () => (count === 0 ? undefined : dataError('x/9.jpg', 'decode', 'it is cut off')),
  })

  test.each([
    [0, 0],
    [1, 0.01],
  ])('%d failures may go on', (count, share) => expect(overBudget(holding(count), share, 100)).toBeUndefined())

  test('stops when there are more than allowed', () => {
    const error = overBudget(holding(37), 0.01, 3600)
    expect(error && render(error)).toBe(
      '37 of 3600 images could not be used, more than the 36 that an error budget of 1 % allows; ' +
        'the last was x/9.jpg (decode: it is cut off). ' +
        'See quarantine.jsonl in the run folder; repair or remove the files, or raise the error budget',
    )
  })

  test('a budget of 0 allows none', () =>
    expect(overBudget(holding(1), 0, 100)?.reason).toContain('budget of 0 % allows'))
})
