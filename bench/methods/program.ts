import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** One line of `--json`. */
export type Event = Readonly<Record<string, unknown>> & { readonly event: string }

export interface Ended {
  readonly status: number | null
  readonly events: readonly Event[]
  /** The text on standard error. */
  readonly errors: string
}

const program = 'dist/cli/understudy.cjs'
const children = new Set<ChildProcess>()

/** Keeps rare events only: the run folder holds those of every step. */
const isKept = ({ event }: Event): boolean => event === 'note' || event === 'evaluation' || event === 'result'

/** Undefined for a line that is cut off, as after a kill. */
const parse = (line: string): Event | undefined => {
  try {
    return JSON.parse(line) as Event // This is the form of --json.
  } catch {
    return undefined
  }
}

/**
 * Runs the program as users have it.
 *
 * It gets its own process group, so that Ctrl-C reaches it only once, through `stopAll`.
 */
export const runProgram = async (args: readonly string[]): Promise<Ended> => {
  const child = spawn(process.execPath, [program, ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  children.add(child)
  const events: Event[] = []
  let errors = ''
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString()
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = parse(line)
    if (event !== undefined && isKept(event)) events.push(event)
  })
  const status = await new Promise<number | null>((done, fail) => {
    child.on('error', fail)
    child.on('close', done)
  })
  children.delete(child)
  return { status, events, errors: errors.trim() }
}

let stopping = false

/** Whether `stopAll` was called. */
export const isStopping = (): boolean => stopping

/** Asks every program to finish its step and to write a checkpoint. A second call ends them at once. */
export const stopAll = (): void => {
  stopping = true
  for (const child of children) child.kill('SIGINT')
}
