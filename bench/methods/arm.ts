import { existsSync, readdirSync } from 'node:fs'
import { dataArguments, setArguments } from './arguments.ts'
import type { Folders } from './arrange.ts'
import { valuesWithSteps } from './budget.ts'
import { type Calibrated, readResult, runFolder, writeResult } from './files.ts'
import { runProgram } from './program.ts'
import type { Method, Setting, Values } from './protocol.ts'
import type { Result } from './result.ts'

/** One run of the protocol. */
export interface Arm {
  readonly settingName: string
  readonly setting: Setting
  readonly methodName: string
  readonly method: Method
  readonly seed: number
  readonly folders: Folders
  readonly calibrated: Calibrated
  readonly threads: number
  readonly commit: string
  readonly out: string
}

interface Figures {
  readonly weights: string
  /** Null for the plain picture. */
  readonly views: string | null
  readonly median: number | null
}

/** A run as `understudy run --json` reports it. */
interface RunData {
  readonly steps: number
  readonly figures: readonly Figures[]
  readonly seconds: number
  readonly imagesPerSecond: number
}

export const titleOf = ({ settingName, methodName, seed }: Arm): string => `${settingName} ${methodName} seed ${seed}`

export const valuesOf = ({ setting, method, calibrated }: Arm): Values =>
  valuesWithSteps(setting, method, calibrated.steps)

const folderOf = ({ out, settingName, methodName, seed }: Arm): string => runFolder(out, settingName, methodName, seed)

const sorted = (values: Values): string => JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)))

/** Whether the run is already finished. Fails if it used other values. */
export const isFinished = (arm: Arm): boolean => {
  const stored = readResult(folderOf(arm))
  if (stored === null) return false
  if (sorted(stored.values) === sorted(valuesOf(arm))) return true
  throw new Error(
    `${folderOf(arm)} was run with other values or steps: choose another --out, or delete it and its .json`,
  )
}

const headline = (figures: readonly Figures[]): number => {
  const { median } = figures.find(({ weights, views }) => weights === 'average' && views === null) ?? figures[0]!
  if (median === null) throw new Error('Expected test accuracies')
  return median
}

/** Runs an arm to its end, and resumes it if it was started before. Undefined if it was interrupted. */
export const runArm = async (arm: Arm): Promise<Result | undefined> => {
  const { settingName, setting, methodName, seed, folders, threads, commit } = arm
  const folder = folderOf(arm)
  const values = valuesOf(arm)
  const resumes = existsSync(folder) && readdirSync(folder).length > 0
  const { status, events, errors } = await runProgram([
    ...['run', methodName, ...dataArguments(folders, setting, threads)],
    ...['--seed', String(seed), '--out', folder, '--baseline', 'none', ...(resumes ? ['--resume'] : [])],
    ...setArguments(values),
  ])
  if (status === 130 || status === null) return undefined
  const answer = events.find(({ event }) => event === 'result') as unknown as { readonly runs: readonly [RunData] }
  if (status !== 0 || answer === undefined) throw new Error(`${titleOf(arm)}: ${errors}`)
  const { steps, figures, seconds, imagesPerSecond } = answer.runs[0]
  const result: Result = {
    ...{ setting: settingName, method: methodName, seed, values, threads, commit },
    backend: String(events.find(({ event }) => event === 'note')?.['text'] ?? 'unknown'),
    steps,
    accuracy: headline(figures),
    figures,
    seconds: seconds === 0 ? null : seconds,
    imagesPerSecond: seconds === 0 ? null : imagesPerSecond,
  }
  writeResult(folder, result)
  return result
}
