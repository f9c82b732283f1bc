import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { build } from 'esbuild'

/** The status and the output of a program that has ended. */
export interface Ended {
  /** The exit status; null if a signal ended the program. */
  readonly status: number | null
  readonly out: string
  readonly err: string
}

export interface Running {
  readonly pid: number
  readonly kill: (signal: 'SIGINT' | 'SIGKILL') => void
  /** Resolves once the program has printed the text, on either output. */
  readonly printed: (text: string) => Promise<void>
  readonly ended: Promise<Ended>
}

/** Environment variables in addition to those of the tests. */
type Environment = Readonly<Record<string, string>>

/** The command line program, compiled as it ships. Every call starts a process. */
export interface Program {
  /** The compiled file, for those who start it themselves. */
  readonly file: string
  readonly start: (args: readonly string[], environment?: Environment) => Running
  readonly run: (args: readonly string[], environment?: Environment) => Promise<Ended>
  readonly remove: () => void
}

const start =
  (file: string) =>
  (args: readonly string[], environment: Environment = {}): Running => {
    const child = spawn(process.execPath, [file, ...args], {
      env: { ...process.env, OMP_NUM_THREADS: '1', NO_COLOR: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let err = ''
    const waiting: { readonly text: string; readonly done: () => void }[] = []
    const look = (): void => {
      for (const { text, done } of waiting) if ((out + err).includes(text)) done()
    }
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString()
      look()
    })
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString()
      look()
    })
    const ended = new Promise<Ended>((done, fail) => {
      child.on('error', fail)
      child.on('close', (status) => done({ status, out, err }))
    })
    const printed = (text: string): Promise<void> =>
      new Promise((done, fail) => {
        waiting.push({ text, done })
        look()
        ended.then(
          ({ status }) => fail(new Error(`ended with ${status} before it printed "${text}":\n${out}\n${err}`)),
          fail,
        )
      })
    return { pid: child.pid!, kill: (signal) => child.kill(signal), printed, ended }
  }

/** Compiles the program into a new folder beside `dist`, which `remove` deletes. */
export const buildProgram = async (): Promise<Program> => {
  const folder = mkdtempSync(resolve('dist-'))
  const common = { platform: 'node', target: 'node20', logLevel: 'warning' } as const
  await build({
    ...common,
    entryPoints: ['src/cli/main.ts'],
    outfile: `${folder}/cli/main.js`,
    bundle: true,
    packages: 'external',
    format: 'esm',
  })
  await build({
    ...common,
    entryPoints: ['src/cli/understudy.cts'],
    outfile: `${folder}/cli/understudy.cjs`,
    format: 'cjs',
  })
  const file = `${folder}/cli/understudy.cjs`
  const begin = start(file)
  return {
    file,
    start: begin,
    run: (args, environment) => begin(args, environment).ended,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
