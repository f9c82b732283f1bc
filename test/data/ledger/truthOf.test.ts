import { describe, expect, test } from 'vitest'
import { truthOf } from '../../../src/data/ledger/truthOf.ts'

/** The class names of files, from a folder of images in `cat/` and `dog/`. */
const truths = (images: readonly string[], files: readonly string[]) => {
  const sorted = [...images].sort()
  const cats = sorted.filter((path) => path.startsWith('cat/')).length
  const classes = [
    { name: 'cat', first: 0, count: cats },
    { name: 'dog', first: cats, count: sorted.length - cats },
  ]
  const at = (i: number) => ({ path: sorted[i]!, size: 1, modified: 0 })
  return truthOf(files, { length: sorted.length, at }, classes).map((truth) =>
    typeof truth === 'number' ? classes[truth]!.name : truth,
  )
}

describe('truthOf', () => {
  test('finds an image by its name, wherever it stands', () =>
    expect(truths(['cat/1.jpg', 'dog/old/2.jpg'], ['1.jpg', 'x/y/2.jpg', '3.jpg'])).toEqual(['cat', 'dog', 'missing']))

  test('whole names only', () =>
    expect(truths(['cat/11.jpg', 'cat/2.jpg'], ['1.jpg', '12.jpg'])).toEqual(['missing', 'missing']))

  test('prefers the longest common ending among images of one name', () =>
    expect(truths(['cat/a/1.jpg', 'dog/b/1.jpg'], ['x/a/1.jpg', 'b/1.jpg', 'dog/b/2/1.jpg'])).toEqual([
      'cat',
      'dog',
      'ambiguous',
    ]))

  test('the class folder is a part of the path, too', () =>
    expect(truths(['cat/1.jpg', 'dog/1.jpg'], ['cat/1.jpg', 'all/dog/1.jpg'])).toEqual(['cat', 'dog']))

  test('equally near images of one class leave no doubt', () =>
    expect(truths(['cat/a/1.jpg', 'cat/b/1.jpg'], ['1.jpg', 'x/1.jpg'])).toEqual(['cat', 'cat']))

  test('an image is the truth of the nearest file only, of none where several are', () => {
    expect(truths(['cat/a/1.jpg', 'dog/2.jpg'], ['a/1.jpg', 'b/1.jpg', 'x/2.jpg', 'y/2.jpg'])).toEqual([
      'cat',
      'missing',
      'ambiguous',
      'ambiguous',
    ])
    expect(truths(['cat/a/1.jpg'], ['b/1.jpg', 'a/1.jpg'])).toEqual(['missing', 'cat'])
  })
})
