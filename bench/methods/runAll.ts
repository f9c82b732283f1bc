import { type Arm, runArm, titleOf } from './arm.ts'
import { isStopping } from './program.ts'

/** Runs arms, `jobs` at the same time, and returns the messages of those that failed. */
export const runAll = async (arms: readonly Arm[], jobs: number): Promise<readonly string[]> => {
  const waiting = [...arms]
  const failures: string[] = []
  const work = async (): Promise<void> => {
    for (let arm = waiting.shift(); arm !== undefined && !isStopping(); arm = waiting.shift()) {
      console.log(`${titleOf(arm)}: begins (${arms.length - waiting.length} of ${arms.length})`)
      try {
        const result = await runArm(arm)
        console.log(
          result === undefined
            ? `${titleOf(arm)}: stopped`
            : `${titleOf(arm)}: ${(100 * result.accuracy).toFixed(2)} % after ${result.steps} steps`,
        )
      } catch (cause) {
        failures.push(cause instanceof Error ? cause.message : String(cause))
        console.log(failures.at(-1))
      }
    }
  }
  await Promise.all(Array.from({ length: jobs }, work))
  return failures
}
