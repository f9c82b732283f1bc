import { exitCode } from './exitCode.ts'

export interface StopSignal {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal
  readonly release: () => void
}

/**
 * Listens for Ctrl-C (SIGINT) and for SIGTERM: the first asks a run to finish its step and to write a checkpoint, the second ends the process
 * at once. The checkpoint before stays whole either way.
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
