import { createInterface } from 'node:readline'
import { activate } from '../../src/backend/activate.ts'
import { backends } from '../../src/backend/chooseBackend.ts'
import {
  backendName,
  describeProblem,
  type OneDnnHandle,
  openOneDnn,
  registerOneDnn,
} from '../../src/backend/onednn/index.ts'
import { type Bound, convolutionBound } from './convolutionBound.ts'
import { tasks } from './tasks.ts'
import { createTrainer, type Trainer } from './train.ts'

/*
 * One of our backends in its own process, because threads and precision are settings of a process.
 *
 * Answers JSON lines like the Python arm:
 * {"task", "mode": "train" | "infer" | "bound" | "directBound" | "profile", "steps"}
 * -> {"milliseconds": [...]}, {"profile": [...], "fallbacks"} or {"error"}
 */
const [backend = 'onednn', threads = '2', precision = 'float32', library = ''] = process.argv.slice(2)

const openHandle = (): OneDnnHandle => {
  const opened = openOneDnn({
    threads: Number(threads),
    precision: precision === 'bfloat16' ? 'bfloat16' : 'float32',
    ...(library === '' ? {} : { library }),
  })
  if (opened._tag === 'Left') throw new Error(describeProblem(opened.left))
  return registerOneDnn(opened.right)
}

const handle = backend === 'onednn' ? openHandle() : undefined
if (handle === undefined) {
  if (backend !== 'wasm' && backend !== 'cpu') throw new Error(`Expected onednn, wasm or cpu, received ${backend}`)
  await backends[backend].start({ threads: null, precision: 'float32' })
} else await activate('onednn', backendName)

interface Prepared {
  readonly trainer: Trainer
  readonly bounds: Partial<Record<Bound, () => void>>
}
const prepared = new Map<string, Prepared>()

const prepare = (name: string): Prepared => {
  const known = prepared.get(name)
  if (known !== undefined) return known
  const task = tasks.find((candidate) => candidate.name === name)
  if (task === undefined) throw new Error(`Expected a task, received ${name}`)
  const fresh = { trainer: createTrainer(task.build(), task.batch, task.input), bounds: {} }
  prepared.set(name, fresh)
  return fresh
}

const stepOf = (name: string, mode: string): (() => unknown) => {
  const { trainer, bounds } = prepare(name)
  if (mode === 'train') return trainer.step
  if (mode === 'infer') return trainer.infer
  if (handle === undefined) throw new Error(`Expected the onednn backend for ${mode}, received ${backend}`)
  const bound = mode === 'bound' ? 'own' : 'direct'
  bounds[bound] ??= convolutionBound(handle, trainer.step, bound)
  return bounds[bound]
}

const profile = (name: string, steps: number): unknown => {
  if (handle === undefined) throw new Error(`Expected the onednn backend for a profile, received ${backend}`)
  const { step } = prepare(name).trainer
  step()
  handle.resetStatistics()
  handle.settings.clock = () => performance.now()
  for (let i = 0; i < steps; i++) step()
  handle.settings.clock = null
  const { times, fallbacks } = handle.statistics()
  const perStep = Object.entries(times).map(([kernel, { calls, milliseconds }]) => ({
    kernel,
    calls: calls / steps,
    milliseconds: milliseconds / steps,
  }))
  return { profile: perStep.sort((a, b) => b.milliseconds - a.milliseconds), fallbacks }
}

const processorTime = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
const clock = process.env.CLOCK === 'processor' ? processorTime : () => performance.now()

interface Request {
  readonly task: string
  readonly mode: string
  readonly steps: number
}

const answer = ({ task, mode, steps }: Request): unknown => {
  if (mode === 'profile') return profile(task, steps)
  const step = stepOf(task, mode)
  return {
    milliseconds: Array.from({ length: steps }, () => {
      const start = clock()
      step()
      return clock() - start
    }),
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  let text: string
  try {
    text = JSON.stringify(answer(JSON.parse(line) as Request)) // The parent process writes these lines.
  } catch (error) {
    text = JSON.stringify({ error: error instanceof Error ? error.message : String(error) })
  }
  process.stdout.write(`${text}\n`)
}
