import { availableParallelism } from 'node:os'
import { type Arm, isFinished } from './arm.ts'
import type { Folders } from './arrange.ts'
import { calibrateAll } from './calibrateAll.ts'
import { commitOf } from './commit.ts'
import { readBudget } from './files.ts'
import { readOptions } from './options.ts'
import { prepare } from './prepare.ts'
import { isStopping, stopAll } from './program.ts'
import { methods, type Setting, settings } from './protocol.ts'
import { report } from './report.ts'
import { runAll } from './runAll.ts'
import { termsOf } from './terms.ts'

const onSignal = (): void => {
  if (!isStopping())
    console.log('Finishing the steps under way and writing checkpoints; press Ctrl-C again to quit at once')
  stopAll()
}

/**
 * Compares the methods: every arm has the same images, labels, network and seconds.
 *
 * The seconds become steps before the first run, so that a run stays a function of pipeline, data and seed.
 */
const main = async (): Promise<number> => {
  const options = readOptions(process.argv.slice(2))
  const { data, cifar, out, seeds, jobs } = options
  const stored = readBudget(out)
  const terms = termsOf(options.terms, stored, jobs, availableParallelism(), out)
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  const folders = new Map<Setting['dataSet'], Folders>()
  for (const name of options.settings) {
    const { dataSet } = settings[name]!
    if (!folders.has(dataSet)) folders.set(dataSet, await prepare(dataSet, data, cifar))
  }
  const chosen = options.settings.flatMap((setting) => options.methods.map((method) => [setting, method] as const))
  const budget = await calibrateAll(out, stored, terms, chosen, folders)
  const common = { threads: terms.threads, commit: commitOf(), out }
  // Seed by seed, so that the first whole table comes early.
  const arms = seeds.flatMap((seed) =>
    chosen.flatMap(([settingName, methodName]): readonly Arm[] => {
      const [setting, method] = [settings[settingName]!, methods[methodName]!]
      const calibrated = budget.arms[`${settingName}/${methodName}`]
      if (calibrated === undefined) return []
      return [
        {
          ...common,
          settingName,
          setting,
          methodName,
          method,
          seed,
          folders: folders.get(setting.dataSet)!,
          calibrated,
        },
      ]
    }),
  )
  const unfinished = arms.filter((arm) => !isFinished(arm))
  if (unfinished.length > 0) console.log(`finished: ${arms.length - unfinished.length} of ${arms.length} runs`)
  const failures = await runAll(unfinished, jobs)
  report({ ...options, terms })
  return failures.length > 0 ? 1 : 0
}

const end = (status: number): void => {
  if (isStopping()) console.log('Stopped; the same command goes on')
  process.exitCode = isStopping() ? 130 : status
}

main().then(end, (cause: unknown) => {
  // A run that fails because it was stopped is no mistake.
  if (!isStopping()) console.error(cause instanceof Error ? cause.message : cause)
  end(1)
})
