import { spawnSync } from 'node:child_process'

const git = (...args: readonly string[]): string => spawnSync('git', args, { encoding: 'utf8' }).stdout?.trim() ?? ''

/** The current commit, and whether files differ from it. */
export const commitOf = (): string => {
  const commit = git('rev-parse', '--short', 'HEAD')
  return commit === '' ? 'unknown' : `${commit}${git('status', '--porcelain') === '' ? '' : ' with changes'}`
}
