// Covers src/cli/command/describe.ts, src/cli/command/schema.ts, src/cli/pipeline/readVocabulary.ts.
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtIn, unitsOf } from '../../src/kind/registry.ts'
import { textOf } from '../support/pipelines.ts'
import { buildProgram, type Program } from '../support/program.ts'

let program: Program
/** A pipeline file with units of its own, in a JavaScript module that every Node can import. */
let ownUnits: string

beforeAll(async () => {
  program = await buildProgram()
  const folder = dirname(program.file)
  ownUnits = join(folder, 'ownUnits.yaml')
  await build({
    entryPoints: ['fixtures/units/mine.ts'],
    outfile: join(folder, 'mine.mjs'),
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
  })
  writeFileSync(ownUnits, textOf('fixtures/pipelines/ownUnits.yaml').replace('../units/mine.ts', 'mine.mjs'))
})
afterAll(() => program.remove())

test('describe lists every unit, and those of a file too', async () => {
  const { status, out } = await program.run(['describe'])
  expect(status).toBe(0)
  for (const { name } of unitsOf(builtIn)) expect(out).toContain(`  ${name} `)
  expect(out).not.toContain('focal')
  expect((await program.run(['describe', '--file', ownUnits])).out).toContain('focal')
})

test('describe shows one unit, for people and for programs', async () => {
  const { out } = await program.run(['describe', 'entropy'])
  expect(out).toContain('entropy (loss)')
  expect(out).toContain('beside entropy')
  const { out: json } = await program.run(['describe', 'entropy', '--json'])
  const { units } = JSON.parse(json.trimEnd().split('\n').at(-1) ?? '')
  expect(units).toMatchObject([{ kind: 'loss', name: 'entropy' }])
})

test('describe names the unit that was meant', async () => {
  const { status, err } = await program.run(['describe', 'entropie'])
  expect(status).toBe(2)
  expect(err).toContain('did you mean "entropy"?')
})

test('schema prints the file that ships, and with a file also its own units', async () => {
  expect((await program.run(['schema'])).out).toBe(textOf('pipelines/schema.json'))
  const { out } = await program.run(['schema', ownUnits])
  expect(out).toContain('"focal"')
  expect(JSON.parse(out)).toHaveProperty('$schema')
})
