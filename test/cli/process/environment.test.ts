// Covers src/cli/version.ts.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { environment } from '../../../src/cli/process/environment.ts'

test('what a run was made on: versions and machine', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string }
  expect(environment()).toMatchObject({ understudy: version, node: process.versions.node })
  expect(environment()['threads']).toBeGreaterThan(0)
})
