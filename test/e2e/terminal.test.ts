// Covers src/cli/watch/bar.ts, src/cli/watch/chooseOutput.ts.
import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { photos } from '../support/photos.ts'
import { buildProgram } from '../support/program.ts'
import { tinyRun } from '../support/tinyRun.ts'

const hasTerminal = ((): boolean => {
  try {
    execFileSync('script', ['--version'])
    return true
  } catch {
    return false
  }
})()

test.skipIf(!hasTerminal)('on a terminal a run draws a bar and shows the cursor again (needs `script`)', async () => {
  const program = await buildProgram()
  const args = [process.execPath, program.file, ...tinyRun('supervised', await photos()), '--baseline', 'none']
  const command = args.map((arg) => `'${arg}'`).join(' ')
  const environment: NodeJS.ProcessEnv = { ...process.env, TERM: 'xterm', OMP_NUM_THREADS: '1' }
  delete environment['CI']
  const { stdout } = await promisify(execFile)('script', ['-qec', command, '/dev/null'], { env: environment })
  program.remove()
  const [hidden, shown] = ['\u001B[?25l', '\u001B[?25h']
  expect(stdout).toMatch(/supervised: train \[[=-]+\] \d\/4/)
  expect(stdout).toContain('test accuracy')
  expect(stdout.lastIndexOf(shown)).toBeGreaterThan(stdout.lastIndexOf(hidden))
})
