import { assertNever } from './assertNever.ts'
import type { DeclarationError, Position, UnderstudyError } from './errors.ts'

const place = ({ file, line, column }: Position): string => `${file}:${line}:${column}: `

const declaration = ({ position, path, expected, received, nearest }: DeclarationError): string => {
  const where = position === undefined ? '' : place(position)
  const at = path.length === 0 ? '' : ` at ${path.join('.')}`
  const hint = nearest === undefined ? '' : `; did you mean "${nearest}"?`
  return `${where}Expected ${expected}${at}, received ${received}${hint}`
}

/**
 * Turns any error into one line of text: `file:line:column: Expected <what> at <path>, received <value>`.
 *
 * @example
 * import { declarationError, runError } from './errors.ts'
 * const mistake = declarationError({ path: ['a', '0'], expected: 'text', received: '3' })
 * render(mistake) // => 'Expected text at a.0, received 3'
 * render(runError('The disk is full', 'Free some space')) // => 'The disk is full. Free some space'
 */
export const render = (error: UnderstudyError): string => {
  switch (error._tag) {
    case 'DeclarationError':
      return declaration(error)
    case 'DataError':
      return `${error.file}: ${error.stage}: ${error.reason}`
    case 'RunError':
      return error.remedy === undefined ? error.reason : `${error.reason}. ${error.remedy}`
    default:
      return assertNever(error)
  }
}
