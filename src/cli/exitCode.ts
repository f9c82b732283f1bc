/** What the program's exit status means; the same for every command. */
export const exitCode = {
  /** It did what it was asked to. */
  done: 0,
  /** A run could not start or go on: data, files, a backend. */
  failed: 1,
  /** The command line or a pipeline file is wrong. */
  usage: 2,
  /** A bug in Understudy. */
  bug: 70,
  /** Stopped by Ctrl-C, after finishing its step and writing a checkpoint. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
