import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the package itself, where `pipelines/` is. */
export const packageFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** A pipeline file as a user names it: a path, or the bare name of one that comes with Understudy (`fix-match`). */
export const pipelineFile = (name: string): string => {
  if (existsSync(name)) return name
  const shipped = join(packageFolder, 'pipelines', name.endsWith('.yaml') ? name : `${name}.yaml`)
  return !name.includes('/') && existsSync(shipped) ? shipped : name
}
