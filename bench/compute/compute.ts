import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { tasks } from './tasks.ts'

/*
 * Trains and infers the same networks on PyTorch and on every backend of ours that works here, in turns.
 * Prints medians and ratios.
 *
 * Turns matter: on a shared machine absolute figures drift, and only simultaneous ones compare.
 */
const { values: options } = parseArgs({
  options: {
    python: { type: 'string' },
    threads: { type: 'string', default: String(availableParallelism()) },
    rounds: { type: 'string', default: '5' },
    task: { type: 'string', multiple: true },
    arms: { type: 'string', default: 'onednn,bfloat16,wasm,torch,torch-bfloat16,torch-compiled' },
    /** `processor` counts processor time. With one thread it stays steady while others use the machine. */
    clock: { type: 'string', default: 'wall' },
    library: { type: 'string', default: '' },
    out: { type: 'string', default: 'bench/compute.json' },
  },
})
const threads = options.threads
const rounds = Number(options.rounds)
const folder = dirname(fileURLToPath(import.meta.url))
const environment = { ...process.env, OMP_NUM_THREADS: threads, MALLOC_ARENA_MAX: '2', CLOCK: options.clock }

interface Answer {
  readonly milliseconds?: readonly number[]
  readonly error?: string
  readonly profile?: readonly { readonly kernel: string; readonly calls: number; readonly milliseconds: number }[]
}

/** A process that answers each JSON line with one JSON line. */
const startArm = (command: string, args: readonly string[]) => {
  const child: ChildProcessWithoutNullStreams = spawn(command, [...args], { env: environment })
  const errors: string[] = []
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    ask: async (request: object): Promise<Answer> => {
      child.stdin.write(`${JSON.stringify(request)}\n`)
      const { value, done } = await lines.next()
      if (done === true) return { error: errors.join('').trim().split('\n').at(-1) ?? 'it ended' }
      return JSON.parse(value) as Answer // The arms answer in this form.
    },
    stop: () => child.kill(),
  }
}
type Arm = ReturnType<typeof startArm>

const ours = (...args: readonly string[]): Arm => startArm(process.execPath, [join(folder, 'arm.mjs'), ...args])
const torch = (precision: string, compiled: string): Arm =>
  startArm(options.python ?? 'python3', ['bench/compute/torchArm.py', threads, precision, compiled])

/** How to start each arm, and the number format it computes in. */
const makers: Readonly<Record<string, { readonly start: () => Arm; readonly computesIn: string }>> = {
  onednn: { start: () => ours('onednn', threads, 'float32', options.library), computesIn: 'float32' },
  bfloat16: {
    start: () => ours('onednn', threads, 'bfloat16', options.library),
    computesIn: 'bfloat16, float32 parameters',
  },
  wasm: { start: () => ours('wasm', '1', 'float32'), computesIn: 'float32, 1 thread' },
  cpu: { start: () => ours('cpu', '1', 'float32'), computesIn: 'float32, 1 thread' },
  torch: { start: () => torch('float32', 'eager'), computesIn: 'float32, channels last' },
  'torch-bfloat16': { start: () => torch('bfloat16', 'eager'), computesIn: 'bfloat16 autocast, channels last' },
  'torch-compiled': { start: () => torch('float32', 'compiled'), computesIn: 'float32, torch.compile' },
}

/** Why an arm cannot start; undefined if it can. */
const obstacle = (name: string): string | undefined => {
  if (makers[name] === undefined) return `there is no such arm; there are ${Object.keys(makers).join(', ')}`
  if (!name.startsWith('torch')) return undefined
  if (options.python === undefined) return 'it needs a Python with torch: --python PATH'
  return existsSync(options.python) ? undefined : `there is no Python at ${options.python}`
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** The steps of one turn, which takes about a third of a second: 1 to 200. */
const stepsFor = (milliseconds: number): number => Math.max(1, Math.min(200, Math.round(300 / milliseconds)))

/** The modes that time the convolutions alone: with the algorithms of the step, and directly. */
const bounds = ['bound', 'directBound']

const requested = options.arms.split(',')
const names = requested.filter((name) => obstacle(name) === undefined)
const arms = new Map(names.map((name) => [name, makers[name]!.start()]))
const results: Record<string, Record<string, Record<string, { median: number; imagesPerSecond: number }>>> = {}
const failures: string[] = requested.flatMap((name) => {
  const why = obstacle(name)
  return why === undefined ? [] : [`${name}: ${why}`]
})
const profiles: Record<string, Answer['profile']> = {}

for (const task of tasks) {
  if (options.task !== undefined && !options.task.includes(task.name)) continue
  results[task.name] = {}
  for (const mode of ['train', 'infer', ...bounds]) {
    const isBound = bounds.includes(mode)
    const entrants = isBound ? names.filter((name) => name === 'onednn' || name === 'bfloat16') : names
    if (isBound && task.name === 'mlp') continue
    const counts = new Map<string, number>()
    const times = new Map<string, number[]>()
    for (const name of entrants) {
      const warm = await arms.get(name)!.ask({ task: task.name, mode, steps: 3 })
      if (warm.milliseconds === undefined) failures.push(`${task.name} ${mode} on ${name}: ${warm.error}`)
      else {
        const steps = stepsFor(Math.min(...warm.milliseconds))
        // This turn is not counted: it lets the compilers on both sides finish with the code of small steps.
        await arms.get(name)!.ask({ task: task.name, mode, steps: steps * (steps > 100 ? 10 : 1) })
        counts.set(name, steps)
        times.set(name, [])
      }
    }
    for (let round = 0; round < rounds; round++)
      for (const [name, steps] of counts) {
        const { milliseconds = [] } = await arms.get(name)!.ask({ task: task.name, mode, steps })
        times.get(name)!.push(...milliseconds)
      }
    const row: Record<string, { median: number; imagesPerSecond: number }> = {}
    for (const [name, all] of times) {
      const middle = median(all)
      row[name] = { median: middle, imagesPerSecond: (1000 * task.batch) / middle }
    }
    results[task.name]![mode] = row
    console.log(`\n${task.name}, batch ${task.batch}, ${mode}, ${threads} threads`)
    const reference = row.torch?.median
    for (const [name, { median: middle, imagesPerSecond }] of Object.entries(row))
      console.log(
        `  ${name.padEnd(14)}  ${(makers[name]?.computesIn ?? '').padEnd(32)} ${middle.toFixed(3).padStart(10)} ms  ${imagesPerSecond.toFixed(0).padStart(7)} images/s${
          reference === undefined ? '' : `  ${(reference / middle).toFixed(2)} x PyTorch eager`
        }`,
      )
  }
  const { train, bound, directBound } = results[task.name]!
  for (const name of ['onednn', 'bfloat16']) {
    const whole = train?.[name]?.median
    const own = bound?.[name]?.median
    const direct = directBound?.[name]?.median
    if (whole !== undefined && own !== undefined && direct !== undefined)
      console.log(
        `  ${name}: the step's own convolutions alone take ${own.toFixed(1)} ms, ${((100 * own) / whole).toFixed(1)} % of the step; direct ones ${direct.toFixed(1)} ms, ${((100 * direct) / whole).toFixed(1)} %`,
      )
    const arm = arms.get(name)
    if (arm === undefined || whole === undefined) continue
    const { profile } = await arm.ask({ task: task.name, mode: 'profile', steps: 5 })
    profiles[`${task.name} ${name}`] = profile
    const total = profile?.reduce((sum, { milliseconds }) => sum + milliseconds, 0) ?? 0
    const convolutions = profile
      ?.filter(({ kernel }) => kernel.includes('Conv'))
      .reduce((sum, { milliseconds }) => sum + milliseconds, 0)
    console.log(`  ${name}: ${((100 * (convolutions ?? 0)) / total).toFixed(1)} % of the kernels' time is convolutions`)
  }
}
for (const failure of failures) console.log(`not run: ${failure}`)
for (const arm of arms.values()) arm.stop()
const computesIn = Object.fromEntries(names.map((name) => [name, makers[name]?.computesIn]))
writeFileSync(
  options.out,
  `${JSON.stringify({ cpu: cpus()[0]?.model, threads: Number(threads), rounds, computesIn, results, profiles, failures }, null, 2)}\n`,
)
