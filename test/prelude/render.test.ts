import { describe, expect, test } from 'vitest'
import { dataError, declarationError, runError } from '../../src/prelude/errors.ts'
import { render } from '../../src/prelude/render.ts'

const position = { file: 'a.yaml', line: 3, column: 7 }

describe('render', () => {
  test.each([
    [{ path: [], expected: 'a list', received: '3' }, 'Expected a list, received 3'],
    [
      { path: ['flows', 'train', '0'], expected: 'a list', received: '3' },
      'Expected a list at flows.train.0, received 3',
    ],
    [
      { path: ['seeed'], expected: 'one of the keys seed', received: '"seeed"', nearest: 'seed' },
      'Expected one of the keys seed at seeed, received "seeed"; did you mean "seed"?',
    ],
    [{ path: ['a'], expected: 'text', received: '1', position }, 'a.yaml:3:7: Expected text at a, received 1'],
  ])('a mistake in a declaration: %o', (problem, text) => expect(render(declarationError(problem))).toBe(text))

  test('an image', () =>
    expect(render(dataError('cat/1.jpg', 'decode', 'it is empty'))).toBe('cat/1.jpg: decode: it is empty'))

  test('a run', () => {
    expect(render(runError('The disk is full'))).toBe('The disk is full')
    expect(render(runError('The disk is full', 'Free some space'))).toBe('The disk is full. Free some space')
  })
})
