import type { UnderstudyError } from '../../prelude/errors.ts'
import { render } from '../../prelude/render.ts'
import { exitCode } from './exitCode.ts'

/**
 * Prints every error on its own line, and sets the exit status: 2 if the command line or the file is wrong,
 * else 1.
 */
export const fail = (errors: readonly UnderstudyError[]): void => {
  for (const error of errors) console.error(`understudy: ${render(error)}`)
  process.exitCode = errors.some(({ _tag }) => _tag === 'DeclarationError') ? exitCode.usage : exitCode.failed
}
