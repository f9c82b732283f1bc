import { cpus } from 'node:os'
import type { Folders } from './arrange.ts'
import { valuesWithoutSteps } from './budget.ts'
import { calibrate } from './calibrate.ts'
import { type Budget, budgetFile, type Calibrated, writeJson } from './files.ts'
import { isStopping } from './program.ts'
import { methods, type Setting, settings } from './protocol.ts'
import type { Terms } from './terms.ts'

/**
 * The stored steps of the same method with the same values in another setting.
 *
 * These settings differ in their labels only, so their steps cost the same.
 */
const alike = ({ arms }: Budget, method: string, values: string): Calibrated | undefined =>
  Object.entries(arms).find(([name, arm]) => name.endsWith(`/${method}`) && JSON.stringify(arm.values) === values)?.[1]

/** The steps of every arm, timed once and stored in budget.json. */
export const calibrateAll = async (
  out: string,
  stored: Budget | null,
  terms: Terms,
  chosen: readonly (readonly [string, string])[],
  folders: ReadonlyMap<Setting['dataSet'], Folders>,
): Promise<Budget> => {
  let budget: Budget = { ...terms, processor: cpus()[0]?.model.trim() ?? 'unknown', arms: {}, ...stored }
  for (const [settingName, methodName] of chosen) {
    const [setting, method] = [settings[settingName]!, methods[methodName]!]
    const name = `${settingName}/${methodName}`
    const values = JSON.stringify(valuesWithoutSteps(setting, method))
    if (JSON.stringify(budget.arms[name]?.values) !== values && !isStopping()) {
      const calibrated =
        alike(budget, methodName, values) ??
        (await calibrate(methodName, setting, method, folders.get(setting.dataSet)!, terms))
      budget = { ...budget, arms: { ...budget.arms, [name]: calibrated } }
      writeJson(budgetFile(out), budget)
    }
    const arm = budget.arms[name]
    if (arm === undefined) continue
    const costs = arm.phases.map(
      ({ phase, secondsPerStep, processorSecondsPerStep }) =>
        `${phase} ${(1000 * (secondsPerStep ?? 0)).toFixed(1)} ms a step (processor ${(1000 * (processorSecondsPerStep ?? 0)).toFixed(1)} ms)`,
    )
    const steps = Object.entries(arm.steps).map(([param, count]) => `${param}=${count}`)
    console.log(`${name}: ${costs.join(', ')}; ${steps.join(', ')}`)
  }
  return budget
}
