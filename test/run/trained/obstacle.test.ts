import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { render } from '../../../src/prelude/render.ts'
import type { LabelRequest } from '../../../src/run/trained/labelRequest.ts'
import { identityOf, obstacle } from '../../../src/run/trained/obstacle.ts'
import { folderWith } from '../../support/folder.ts'

const requestIn = (folder: string, change: Partial<LabelRequest> = {}): LabelRequest => ({
  model: {
    pipeline: 'name: tiny',
    steps: 4,
    classes: ['dark', 'light'],
    plan: { spec: { evaluate: { views: { twice: [] } } } },
  } as never,
  images: '/images',
  out: join(folder, 'labels.jsonl'),
  views: null,
  resume: false,
  atLeast: 0.5,
  onProgress: () => {},
  onIndex: () => {},
  onFailure: () => {},
  signal: new AbortController().signal,
  ...change,
})

const messageOf = (request: LabelRequest, note = join(request.out, 'none')): string | undefined => {
  const found = obstacle(request, note)
  return found === undefined ? undefined : render(found)
}

describe('nothing stands in the way of', () => {
  test('a new file', () => expect(messageOf(requestIn(folderWith({})))).toBe(undefined))

  test('a file that the same request began', () => {
    const folder = folderWith({ 'labels.jsonl': '' })
    const request = requestIn(folder, { resume: true, views: 'twice' })
    writeFileSync(join(folder, 'of'), identityOf(request))
    expect(messageOf(request, join(folder, 'of'))).toBe(undefined)
  })
})

describe('refused are', () => {
  test('views that the run does not have', () =>
    expect(messageOf(requestIn(folderWith({}), { views: 'twise' }))).toBe(
      'Expected views of the run (twice) at views, received "twise"; did you mean "twice"?',
    ))

  test('a file that is there', () => {
    const request = requestIn(folderWith({ 'labels.jsonl': '' }))
    expect(messageOf(request)).toBe(
      `${request.out} is there already. Go on with it with --resume, or choose another --out`,
    )
  })

  test('to resume what was not begun', () => {
    const request = requestIn(folderWith({}), { resume: true })
    expect(messageOf(request)).toBe(
      `There is nothing to go on with: ${request.out} was not begun, or is complete. Start again without --resume, with another --out`,
    )
  })

  test('to resume what was begun with another model, folder, views or threshold', () => {
    const folder = folderWith({ 'labels.jsonl': '' })
    const request = requestIn(folder, { resume: true })
    writeFileSync(join(folder, 'of'), identityOf(request))
    const changes: readonly Partial<LabelRequest>[] = [
      { model: { ...request.model, steps: 5 } },
      { model: { ...request.model, classes: ['light', 'dark'] } },
      { images: '/others' },
      { views: 'twice' },
      { atLeast: 0.6 },
    ]
    for (const change of changes) {
      expect(messageOf({ ...request, ...change }, join(folder, 'of'))).toBe(
        `${request.out} was begun with another model, folder, views or threshold. Start again without --resume, with another --out`,
      )
    }
  })
})
