import { execFile } from 'node:child_process'
import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { folderWith } from '../support/folder.ts'

const execute = promisify(execFile)

/** What the script finds on a machine, as shell code for each command; what is not named is not there. */
type Machine = Readonly<Record<string, string>>

const fake: Machine = { npm: 'exit 0', ldconfig: 'exit 0', id: 'echo 1000' }
const withLibrary = { ...fake, ldconfig: 'echo "	libdnnl.so.2 (libc6,x86-64) => /lib/libdnnl.so.2"' }

/** Runs the script on a machine of this kind. @returns what it printed, and the commands that it called */
const setup = async (machine: Machine) => {
  const folder = folderWith({})
  const calls = join(folder, 'calls')
  writeFileSync(calls, '')
  for (const [name, code] of Object.entries(machine)) {
    const file = join(folder, name)
    writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> ${calls}\n${code}\n`)
    chmodSync(file, 0o755)
  }
  for (const name of ['sh', 'dirname', 'grep']) symlinkSync(`/usr/bin/${name}`, join(folder, name))
  const { stdout } = await execute('/bin/sh', ['scripts/setup.sh'], { env: { PATH: folder } })
  const called = readFileSync(calls, 'utf8').trimEnd().split('\n')
  return { said: stdout.trimEnd(), called: called.filter((call) => !/^(id|ldconfig) /.test(call)) }
}

const missing =
  'setup: oneDNN is missing and could not be installed (needs root on Debian or Ubuntu: apt-get install libdnnl2); the wasm backend serves instead'

test('where oneDNN is there, packages are installed, the program is built, and nothing is said', async () => {
  expect(await setup({ ...withLibrary, 'apt-get': 'exit 1' })).toEqual({
    said: '',
    called: ['npm ci', 'npm run build'],
  })
})

test('root installs oneDNN, with fresh package lists where the first try fails', async () => {
  const first = await setup({ ...fake, id: 'echo 0', 'apt-get': 'exit 0' })
  expect(first.said).toBe('setup: installed libdnnl2 (oneDNN), the fast CPU backend')
  expect(first.called).toEqual(['npm ci', 'apt-get install -y libdnnl2', 'npm run build'])
  const second = await setup({ ...fake, id: 'echo 0', 'apt-get': '[ "$1" = update ] && exit 0; exit 1' })
  expect(second.called.slice(1, -1)).toEqual([
    'apt-get install -y libdnnl2',
    'apt-get update',
    'apt-get install -y libdnnl2',
  ])
  expect(second.said).toBe(missing)
})

test('others use sudo where it asks for no password; without it, or without apt-get, one line says what is missing', async () => {
  const sudo = 'if [ "$1" = -n ]; then exit 0; fi; exec "$@"'
  const allowed = await setup({ ...fake, 'apt-get': 'exit 0', sudo })
  expect(allowed.said).toBe('setup: installed libdnnl2 (oneDNN), the fast CPU backend')
  expect(allowed.called).toContain('apt-get install -y libdnnl2')
  expect(await setup({ ...fake, 'apt-get': 'exit 0' })).toEqual({ said: missing, called: ['npm ci', 'npm run build'] })
  expect((await setup({ ...fake, 'apt-get': 'exit 0', sudo: 'exit 1' })).said).toBe(missing)
  expect((await setup(fake)).said).toBe(missing)
})
