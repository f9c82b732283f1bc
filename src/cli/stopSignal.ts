import { exitCode } from './exitCode.ts'

export interface StopSignal {
  readonly requested: () => boolean
  readonly release: () => void
}

/**
 * Listens for Ctrl-C (SIGINT) and for SIGTERM: the first asks a run to finish its step and to write a checkpoint, the second ends the process
 * at once. The checkpoint before stays whole either way.
 */
export const stopSignal = (onFirst: () => void): StopSignal => {
  let requested = false
  const onSignal = (): void => {
    if (requested) process.exit(exitCode.interrupted)
    requested = true
    onFirst()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return {
    requested: () => requested,
    release: () => {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
    },
  }
}
