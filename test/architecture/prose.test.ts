import { expect, test } from 'vitest'
import { prose } from './prose.ts'

test('comments, documents, messages and titles read well', () => {
  expect(prose('.')).toEqual([])
})

test('a tree that breaks each rule of prose', () => {
  expect(prose('fixtures/architecture/prose')).toEqual([
    'README.md:3: 170 columns',
    'README.md:3: "whoever"',
    'README.md:13: "so much"',
    'src/words.ts:2: "anew"',
    'src/words.ts:3: "such"',
    'src/words.ts:3: "so many"',
    'src/words.ts:3: "are told"',
    'src/words.ts:10: "is told"',
    'src/words.ts:11: "such"',
    'src/words.ts:11: "dearest"',
    'src/words.ts:11: "wherein"',
    'src/words.ts:14: 123 columns',
    'test/words.test.ts:4: "such"',
    'test/words.test.ts:5: "is told"',
    'test/words.test.ts:8: "so many"',
    'scripts/words.sh:1: "was told"',
    'pipelines/words.yaml:1: "shall"',
    'pipelines/words.yaml:2: "such"',
  ])
})
