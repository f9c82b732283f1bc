import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runtimeExports } from './exports.ts'
import { filesBelow, lineAt, parse, read } from './tree.ts'

interface Covered {
  readonly file: string
  readonly at: string
}

/** What the lines `// Covers src/a/b.ts, src/a/c.ts.` of a test name. */
const coveredBy = (test: string, text: string): readonly Covered[] =>
  [...text.matchAll(/^\/\/ Covers (.*?)\.?$/gm)].flatMap((match) =>
    match[1]!.split(/, */).map((file) => ({ file, at: `${test}:${lineAt(text, match.index)}` })),
  )

const twinOf = (file: string): string => file.replace(/^src\//, 'test/').replace(/\.c?ts$/, '.test.ts')

/**
 * Finds files of src without a test, and tests that claim to cover a missing file.
 *
 * A test belongs to the file that it mirrors and to those in its lines `// Covers src/a/b.ts, src/a/c.ts.`.
 * Types and the files called index need none.
 */
export const twins = (root: string): readonly string[] => {
  const covered = filesBelow(root, 'test', /\.test\.ts$/).flatMap((test) => coveredBy(test, read(root, test)))
  const known = new Set(covered.map(({ file }) => file))
  const alone = filesBelow(root, 'src', /(?<!\.d)\.c?ts$/)
    .filter((file) => !/(?:^|\/)index\.ts$/.test(file))
    .filter((file) => !known.has(file) && !existsSync(join(root, twinOf(file))))
    .filter((file) => runtimeExports(parse(file, read(root, file))).length > 0)
  return [
    ...alone.map((file) => `${file}: no ${twinOf(file)}`),
    ...covered
      .filter(({ file }) => !existsSync(join(root, file)))
      .map(({ file, at }) => `${at}: covers ${file}, which does not exist`),
  ]
}
