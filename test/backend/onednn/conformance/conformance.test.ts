// Covers src/backend/onednn/kernels/defineKernel.ts, src/backend/onednn/operation/operation.ts.
// Covers src/backend/onednn/operation/reorder.ts, src/backend/onednn/convolution/convolutionInfo.ts.
// Covers src/backend/onednn/convolution/convolve.ts, src/backend/onednn/convolution/geometry.ts.
// Covers src/backend/onednn/convolution/takes.ts.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Outcome } from './run.ts'

/** Specs that fail only on our backend, each with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  'avgPool onednn {} gradient x=[3,3,1] f=[3,3] s=1 p=explicit':
    'the spec divides by the size of the window, but the forward pass by the elements inside the image; ours is the slope of the forward pass (see pooling.test.ts)',
}

/** A stub for a file of jasmine-core, which the suite imports by a path that the package does not export. */
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
    // The suite imports ES modules by path. With this setting the backend shares its copy of tfjs-core.
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
 * The test suite of tfjs-core 4.22: 4225 specs, which all pass on the CPU backend.
 *
 * Every fresh buffer is full of NaN.
 */
describe('the conformance suite of tfjs-core', () => {
  test('fails only in the listed exceptions', () => {
    expect(outcome.failed.filter(({ name }) => !(name in exceptions))).toEqual([])
  })

  test('fails in every listed exception', () => {
    expect(outcome.failed.map(({ name }) => name).sort()).toEqual(Object.keys(exceptions).sort())
  })

  test('ran all specs', () => {
    expect(outcome.passed + outcome.failed.length).toBe(4225)
  })
})
