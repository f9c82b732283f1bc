import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { isObject } from '../../src/codec/record.ts'
import { losses } from '../../src/kind/loss/losses.ts'
import { networks } from '../../src/kind/network/networks.ts'
import { optimizers } from '../../src/kind/optimizer/optimizers.ts'
import { operators } from '../../src/kind/registry.ts'
import { transforms } from '../../src/kind/transform/transforms.ts'

const isDefinition = (value: unknown): boolean =>
  isObject(value) && typeof value['name'] === 'string' && typeof value['summary'] === 'string' && 'params' in value

/** Every definition that a file of a folder exports, as `file: name`. */
const definedIn = async (folder: string): Promise<ReadonlyMap<unknown, string>> => {
  const found = new Map<unknown, string>()
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )) {
    const loaded: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(folder, file)).href)
    for (const [name, value] of Object.entries(loaded)) if (isDefinition(value)) found.set(value, `${file}: ${name}`)
  }
  return found
}

test.each([
  ['src/kind/source', operators],
  ['src/kind/order', operators],
  ['src/kind/stage', operators],
  ['src/kind/join', operators],
  ['src/kind/step', operators],
  ['src/kind/loss', losses],
  ['src/kind/network', networks],
  ['src/kind/transform', transforms],
  ['src/kind/optimizer', optimizers],
])('every definition in %s is listed', async (folder, table) => {
  const defined = await definedIn(folder)
  expect(defined.size).toBeGreaterThan(1)
  const listed = new Set<unknown>(Object.values(table))
  expect([...defined].flatMap(([value, where]) => (listed.has(value) ? [] : [where]))).toEqual([])
})
