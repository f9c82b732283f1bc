import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as E from 'fp-ts/lib/Either.js'
import type { RunFailure, Watch } from '../../run/train/event.ts'
import { type RunRequest, type RunResult, runPipeline } from '../../run/train/runPipeline.ts'
import { endOf } from '../process/endOf.ts'

/** A run without what a trial decides itself. */
export type EstimateRequest = Omit<RunRequest, 'out' | 'existing' | 'stepsPerPhase' | 'signal'>

/** Seconds of one step: by the wall clock, and of the processor in all threads. */
export interface Spent {
  readonly wall: number
  readonly processor: number
}

/** The first steps of a run. */
export interface Trial {
  readonly ended: E.Either<RunFailure, RunResult>
  /** The time of every step, by phase. */
  readonly spent: ReadonlyMap<string, readonly Spent[]>
  /** The most resident memory seen after a step, in bytes. */
  readonly memory: number
}

const now = (): Spent => {
  const { user, system } = process.cpuUsage()
  return { wall: performance.now() / 1000, processor: (user + system) / 1e6 }
}

/** Measures the time of every step, by phase. Evaluations and checkpoints do not count. */
const stopwatch = (onStep: (count: number) => void) => {
  const spent = new Map<string, Spent[]>()
  let phase: Spent[] = []
  let count = 0
  let last = now()
  let memory = 0
  const watch: Watch = (event) => {
    if (event.kind === 'phase') {
      phase = []
      spent.set(event.phase, phase)
    }
    if (event.kind === 'step') {
      const { wall, processor } = now()
      phase.push({ wall: wall - last.wall, processor: processor - last.processor })
      memory = Math.max(memory, process.memoryUsage.rss())
      onStep(++count)
    }
    last = now()
  }
  return { watch, spent, memory: () => memory }
}

/**
 * Makes the first steps of each phase in a temporary folder, and deletes it.
 *
 * @param stepsPerPhase the largest number of steps of each phase
 * @param most the largest number of steps of all phases together
 */
export const attempt = async (request: EstimateRequest, stepsPerPhase: number, most: number): Promise<Trial> => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-'))
  const enough = new AbortController()
  const { watch, spent, memory } = stopwatch((count) => {
    if (count >= most) enough.abort()
  })
  try {
    const out = join(folder, 'run')
    const run = runPipeline({ ...request, out, existing: 'refuse', stepsPerPhase, signal: enough.signal })
    const ended = await endOf(run, watch)
    return { ended, spent, memory: memory() }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
