import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { isObject } from '../../src/codec/combinator/record.ts'
import { builtIn, kinds } from '../../src/kind/registry.ts'

const isUnit = (value: unknown): boolean =>
  isObject(value) && typeof value['name'] === 'string' && typeof value['summary'] === 'string' && 'params' in value

/** Every unit that a file of a folder exports, as `file: name`. */
const unitsIn = async (folder: string): Promise<ReadonlyMap<unknown, string>> => {
  const found = new Map<unknown, string>()
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )) {
    const loaded: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(folder, file)).href)
    for (const [name, value] of Object.entries(loaded)) if (isUnit(value)) found.set(value, `${file}: ${name}`)
  }
  return found
}

test.each(kinds)('every unit in src/kind/%s is listed', async (kind) => {
  const found = await unitsIn(`src/kind/${kind}`)
  expect(found.size).toBeGreaterThan(1)
  const listed = new Set<unknown>(Object.values(builtIn[kind]))
  expect([...found].flatMap(([value, where]) => (listed.has(value) ? [] : [where]))).toEqual([])
})
