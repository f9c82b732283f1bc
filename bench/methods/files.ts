import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Values } from './protocol.ts'
import type { Result } from './result.ts'
import type { Terms } from './terms.ts'

/** The steps of one arm, and the times behind them. */
export interface Calibrated {
  /** The values of the trial, without steps. */
  readonly values: Values
  readonly backend: string
  readonly phases: readonly {
    readonly phase: string
    readonly secondsPerStep: number | null
    readonly processorSecondsPerStep: number | null
  }[]
  /** The steps of every seed, by parameter. */
  readonly steps: Readonly<Record<string, number>>
}

/** The file budget.json. A copy in another folder gives the same runs again, on any machine. */
export interface Budget extends Terms {
  readonly processor: string
  /** By setting/method. */
  readonly arms: Readonly<Record<string, Calibrated>>
}

/** The folder of one run. The result of a finished run lies beside it. */
export const runFolder = (out: string, setting: string, method: string, seed: number): string =>
  join(out, setting, method, `seed-${seed}`)

const resultFile = (folder: string): string => `${folder}.json`

/** Writes to a second file and renames it, so that a kill leaves either the old file or the new one. */
export const writeJson = (file: string, value: unknown): void => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.writing`, `${JSON.stringify(value, null, 2)}\n`)
  renameSync(`${file}.writing`, file)
}

// Only this program writes these files, so it trusts their form.
const read = <A>(file: string): A | null => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as A) : null)

export const budgetFile = (out: string): string => join(out, 'budget.json')

export const readBudget = (out: string): Budget | null => read<Budget>(budgetFile(out))

export const readResult = (folder: string): Result | null => read<Result>(resultFile(folder))

export const writeResult = (folder: string, result: Result): void => writeJson(resultFile(folder), result)

/** All results below a folder. */
export const readResults = (out: string): readonly Result[] =>
  (existsSync(out) ? readdirSync(out, { recursive: true, encoding: 'utf8' }) : [])
    .filter((name) => /^[^/]+\/[^/]+\/seed-\d+\.json$/.test(name))
    .sort()
    .flatMap((name) => read<Result>(join(out, name)) ?? [])
