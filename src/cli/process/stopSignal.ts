import { exitCode } from './exitCode.ts'

/** A signal that Ctrl-C aborts. */
export interface StopSignal {
  /** The first Ctrl-C aborts it. */
  readonly signal: AbortSignal
  /** Stops listening. */
  readonly release: () => void
}

/**
 * Listens for Ctrl-C (SIGINT) and for SIGTERM.
 *
 * - The first signal asks the run to finish its step and to write a checkpoint.
 * - The second signal ends the process at once. The last checkpoint stays whole.
 */
export const stopSignal = (onFirst: () => void): StopSignal => {
  const controller = new AbortController()
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(exitCode.interrupted)
    controller.abort()
    onFirst()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
    },
  }
}
