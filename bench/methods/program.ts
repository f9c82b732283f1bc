import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** One line of `--json`. */
export type Event = Readonly<Record<string, unknown>> & { readonly event: string }

export interface Ended {
  readonly status: number | null
  readonly events: readonly Event[]
  /** What it said on standard error. */
  readonly errors: string
}

const program = 'dist/cli/understudy.cjs'
const children = new Set<ChildProcess>()

/** Rare and telling events only: what was told of every step stands in the run folder. */
const isKept = ({ event }: Event): boolean => event === 'note' || event === 'evaluation' || event === 'result'

/** A line that was torn when the program was killed says nothing. */
const parse = (line: string): Event | undefined => {
  try {
    return JSON.parse(line) as Event // by the protocol of --json
  } catch {
    return undefined
  }
}

/** Runs the program that users have, in a process group of its own, so that Ctrl-C reaches it once, through `stopAll`. */
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

/** Whether the programs were asked to end. */
export const isStopping = (): boolean => stopping

/** Asks every program that runs to finish its step and to write a checkpoint; asked again, they end at once. */
export const stopAll = (): void => {
  stopping = true
  for (const child of children) child.kill('SIGINT')
}
