import { expect, test } from 'vitest'
import { treePictures, treePlace } from '../../../src/data/import/classTree.ts'
import { folderWith } from '../../support/folder.ts'

test.each([
  ['train/cat/0001.jpg', { half: 'train', class: 'cat', name: '0001', extension: 'jpg' }],
  ['cifar/test/dog/a.b.PNG', { half: 'test', class: 'dog', name: 'a.b', extension: 'png' }],
  ['train/cat.jpg', undefined],
  ['valid/cat/1.jpg', undefined],
  ['train/cat/more/1.jpg', undefined],
  ['train/cat/notes.txt', undefined],
  ['train/../1.jpg', undefined],
  ['train/cat/._1.jpg', undefined],
])('treePlace of %s', (path, place) => expect(treePlace(path)).toEqual(place))

test('treePictures are sorted by path', () => {
  const folder = folderWith({ 'train/b/2.jpg': '2', 'test/a/1.jpg': '1', 'train/a/3.jpg': '3', 'readme.txt': '' })
  expect([...treePictures(folder)].map((picture) => `${picture.half} ${picture.class} ${picture.name}`)).toEqual([
    'test a 1',
    'train a 3',
    'train b 2',
  ])
})
