/** The exit statuses of the program, the same for every command. */
export const exitCode = {
  /** The command did its work. */
  done: 0,
  /** A run could not start or continue: data, files, a backend. */
  failed: 1,
  /** The command line or a pipeline file is wrong. */
  usage: 2,
  /** A bug in Understudy. */
  bug: 70,
  /** Ctrl-C stopped a run, after it finished its step and wrote a checkpoint. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
