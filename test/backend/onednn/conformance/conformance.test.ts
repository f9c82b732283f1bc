import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Outcome } from './run.ts'

/** Specs that pass on the CPU backend and not on ours, each with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  'avgPool onednn {} gradient x=[3,3,1] f=[3,3] s=1 p=explicit':
    'the spec divides by the size of the window, but the forward pass by the elements inside the image; ours is the slope of the forward pass (see pooling.test.ts)',
}

/**
 * The suite imports a file of jasmine-core by a path that the package no longer exports; this stands in for
 * it.
 */
const jasmineFile = {
  name: 'jasmine-core-by-path',
  setup: (bundler: Parameters<NonNullable<Parameters<typeof build>[0]['plugins']>[number]['setup']>[0]) => {
    bundler.onResolve({ filter: /^jasmine-core\/lib/ }, () => ({ path: 'jasmine', namespace: 'stub' }))
    bundler.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
      contents: 'module.exports = { core: () => globalThis.jasmine }',
    }))
  },
}

const folder = mkdtempSync(join(tmpdir(), 'conformance-'))
let outcome: Outcome
beforeAll(async () => {
  const bundle = join(folder, 'run.cjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'run.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // One copy of tfjs-core for the suite and for the backend: the ES modules, which the suite imports by
    // path.
    mainFields: ['module', 'main'],
    external: ['koffi'],
    // The package calls its own test files free of side effects.
    ignoreAnnotations: true,
    plugins: [jasmineFile],
    logLevel: 'error',
  })
  const result = join(folder, 'outcome.json')
  await promisify(execFile)(process.execPath, [bundle, result], {
    maxBuffer: 2 ** 26,
    env: { ...process.env, NODE_PATH: resolve('node_modules') },
  })
  outcome = JSON.parse(readFileSync(result, 'utf8')) as Outcome // written by run.ts
}, 180_000)
afterAll(() => rmSync(folder, { recursive: true }))

/**
 * The test suite of tfjs-core 4.22 (4225 specs, which all pass on the CPU backend) against ours, with every
 * fresh buffer full of NaN.
 */
describe('the conformance suite of tfjs-core', () => {
  test('fails nowhere but in the listed exceptions', () => {
    expect(outcome.failed.filter(({ name }) => !(name in exceptions))).toEqual([])
  })

  test('has no exception that passes by now', () => {
    expect(outcome.failed.map(({ name }) => name).sort()).toEqual(Object.keys(exceptions).sort())
  })

  test('ran whole', () => {
    expect(outcome.passed + outcome.failed.length).toBe(4225)
  })
})
