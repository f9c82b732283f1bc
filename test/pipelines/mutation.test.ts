import { describe, expect, test } from 'vitest'
import { isMap, isPair, isScalar, parseDocument, visit } from 'yaml'
import { complaintsIn, shipped, textOf } from '../support/pipelines.ts'

/** Whether a map has names that a file gives itself and mentions nowhere else, of which another one is as good. */
const isFree = (owners: readonly string[]): boolean => owners.at(-1) === 'loss' || owners.join('.') === 'evaluate.views'

/**
 * The range of every key that the language or the file gives a meaning. Of keys with the same name and owner,
 * only the first counts.
 */
const keysOf = (text: string): readonly (readonly [start: number, end: number])[] => {
  const found: [number, number][] = []
  const seen = new Set<string>()
  visit(parseDocument(text), {
    Pair: (_, pair, path) => {
      const owners = path.flatMap((node) => (isPair(node) && isScalar(node.key) ? [String(node.key.value)] : []))
      if (isMap(path.at(-1)) && isScalar(pair.key) && pair.key.range != null && !isFree(owners)) {
        const place = `${owners.at(-1)}.${String(pair.key.value)}`
        if (seen.has(place)) return
        seen.add(place)
        found.push([pair.key.range[0], pair.key.range[1]])
      }
    },
  })
  return found
}

describe.each(shipped)('%s', (file) => {
  test('with one letter of a key left out is refused', { timeout: 120_000 }, () => {
    const text = textOf(file)
    const keys = keysOf(text)
    expect(keys.length).toBeGreaterThan(25)
    const accepted: string[] = []
    for (const [start, end] of keys) {
      for (let i = start; i < end; i++) {
        const changed = text.slice(0, i) + text.slice(i + 1)
        if (complaintsIn(file, changed).length === 0)
          accepted.push(`${text.slice(start, end)} without its ${i - start + 1}th letter`)
      }
    }
    expect(accepted).toEqual([])
  })
})
