import type { Folders } from './arrange.ts'
import type { Setting, Values } from './protocol.ts'

/** Values as arguments of the program. */
export const setArguments = (values: Values): readonly string[] =>
  Object.entries(values).flatMap(([name, value]) => ['--set', `${name}=${value}`])

/** The arguments for images, labels and threads. */
export const dataArguments = (folders: Folders, setting: Setting, threads: number): readonly string[] => [
  ...['--labeled', folders.labeled, '--unlabeled', folders.unlabeled, '--test', folders.test],
  ...['--labels-per-class', String(setting.labelsPerClass)],
  ...['--validation-per-class', String(setting.validationPerClass)],
  ...['--threads', String(threads)],
]
