import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const packageAround = (folder: string): string =>
  existsSync(join(folder, 'package.json')) ? folder : packageAround(dirname(folder))

/** The folder of the package, which contains `pipelines/`: the nearest one above with a `package.json`. */
export const packageFolder = packageAround(dirname(fileURLToPath(import.meta.url)))

/**
 * The pipeline file that a user names: by its path, or, if it comes with Understudy, by its name
 * (`fix-match`).
 */
export const pipelineFile = (name: string): string => {
  if (existsSync(name)) return name
  const shipped = join(packageFolder, 'pipelines', name.endsWith('.yaml') ? name : `${name}.yaml`)
  return !name.includes('/') && existsSync(shipped) ? shipped : name
}
