// Covers src/pipeline/show/describe.ts, src/pipeline/show/graph/text.ts.
import { describe, expect, test } from 'vitest'
import { textGraph } from '../../src/pipeline/show/graph/text.ts'
import { complaintsIn, planOf, shipped, textOf } from '../support/pipelines.ts'

describe.each(shipped)('%s', (file) => {
  test('has no mistake', () => {
    expect(complaintsIn(file, textOf(file))).toEqual([])
  })

  test('names its schema first, so that editors complete it', () => {
    expect(textOf(file).split('\n')[0]).toBe('# yaml-language-server: $schema=schema.json')
  })

  test('is called like its file', () => {
    expect(`pipelines/${planOf(file).spec.name}.yaml`).toBe(file)
  })

  test('is drawn as', async () => {
    await expect(textGraph(planOf(file))).toMatchFileSnapshot(`graphs/${planOf(file).spec.name}.txt`)
  })
})
