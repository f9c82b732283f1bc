import { type RunError, runError } from '../../prelude/errors.ts'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'nothing is there',
  ENOTDIR: 'it is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many files are open',
  Z_BUF_ERROR: 'a packed file is cut off',
  Z_DATA_ERROR: 'a packed file is damaged',
}

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space, then resume the run',
  EDQUOT: 'Free some space, then resume the run',
  EMFILE: 'Raise the limit with ulimit -n',
}

interface FileError extends Error {
  readonly code: string
  readonly path?: string
}

/**
 * True for errors of the operating system (ENOENT ...) and of unpacking (Z_DATA_ERROR ...).
 *
 * Mistakes in our calls (ERR_...) are no file errors.
 */
const isFileError = (error: unknown): error is FileError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(E(?!RR_)|Z_)/.test(error.code)

/**
 * Describes an error of the file system: what could not be done with which file, and why.
 *
 * Anything else is a bug and is rethrown.
 *
 * @example
 * const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
 * explainFileError('write a.json', full).reason // => 'Could not write a.json: the disk is full'
 * explainFileError('write a.json', full).remedy // => 'Free some space, then resume the run'
 *
 * @param doing what was attempted, after "Could not"
 */
export const explainFileError = (doing: string, error: unknown): RunError => {
  if (!isFileError(error)) throw error
  const reason = `Could not ${doing}${error.path === undefined ? '' : ` (${error.path})`}: ${reasons[error.code] ?? error.message}`
  return runError(reason, remedies[error.code])
}
