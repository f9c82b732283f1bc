import type { Folders } from './arrange.ts'
import type { Setting, Values } from './protocol.ts'

/** Values as the program is told them. */
export const setArguments = (values: Values): readonly string[] =>
  Object.entries(values).flatMap(([name, value]) => ['--set', `${name}=${value}`])

/** The arguments that say which images, labels and threads. */
export const dataArguments = (folders: Folders, setting: Setting, threads: number): readonly string[] => [
  ...['--labeled', folders.labeled, '--unlabeled', folders.unlabeled, '--test', folders.test],
  ...['--labels-per-class', String(setting.labelsPerClass)],
  ...['--validation-per-class', String(setting.validationPerClass)],
  ...['--threads', String(threads)],
]
