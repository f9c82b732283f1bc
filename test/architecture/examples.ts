import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import ts from 'typescript'
import { runtimeExports } from './exports.ts'
import { commentsBefore, filesBelow, lineAt, parse, read, tokens } from './tree.ts'

export interface Example {
  readonly file: string
  /** The line of its tag. */
  readonly line: number
  readonly code: string
}

const bare = (line: string): string => line.replace(/\s*\*\/$/, '').replace(/^\s*(?:\/\*\*|\*)? ?/, '')

/** The lines from the tag to the next tag, a blank line or the end. */
const examplesOf = (file: string, text: string, start: number, comment: string): readonly Example[] => {
  const lines = comment.split('\n').map(bare)
  return lines.flatMap((line, i) => {
    if (!line.startsWith('@example')) return []
    const rest = lines.slice(i + 1)
    const end = rest.findIndex((below) => below.trim() === '' || below.startsWith('@'))
    const code = [line.slice('@example'.length), ...rest.slice(0, end < 0 ? undefined : end)].join('\n')
    return [{ file, line: lineAt(text, start) + i, code }]
  })
}

/** The examples in the doc comments of src. */
export const examplesIn = (root: string): readonly Example[] =>
  filesBelow(root, 'src', /\.c?ts$/).flatMap((file) => {
    const text = read(root, file)
    if (!text.includes('@example')) return []
    const source = parse(file, text)
    return tokens(source)
      .flatMap((token) => commentsBefore(token, source))
      .flatMap(({ start, end }) => examplesOf(file, text, start, text.slice(start, end)))
  })

/** Semicolons after what an expectation follows, and before a line that would otherwise continue the line above. */
const separated = (code: string): string => code.replaceAll(' // => ', '; // => ').replaceAll(/^(?=[[(`])/gm, ';')

const checked = (source: ts.SourceFile, node: ts.Statement): string => {
  const text = node.getText(source)
  const after = ts.getTrailingCommentRanges(source.text, node.getEnd())?.[0]
  const expected = after && /^\/\/ => (.*)$/.exec(source.text.slice(after.pos, after.end))?.[1]
  if (expected === undefined || !ts.isExpressionStatement(node)) return text
  const expression = node.expression.getText(source)
  return `;$check(${JSON.stringify(expression)}, (${expression}), (${expected}))`
}

/** The code as a module beside its file that exports what is wrong: each expectation becomes a call of `$check`. */
const program = (root: string, { file, code }: Example): string => {
  const source = parse('example.ts', separated(code))
  const statements = source.statements.map((node) => checked(source, node))
  const unmatched = code.split('// => ').length - 1 - statements.filter((text) => text.startsWith(';$check(')).length
  const names = runtimeExports(parse(file, read(root, file))).filter((name) => name !== '*')
  return [
    `import { isDeepStrictEqual as $equal, inspect as $inspect } from 'node:util'`,
    `import { ${names.join(', ')} } from './${basename(file)}'`,
    `export const $wrong = ${JSON.stringify(unmatched > 0 ? ['an expectation without an expression'] : [])}`,
    'const $check = (what, received, expected) => {',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the template is one of the program
    '  if (!$equal(received, expected)) $wrong.push(`${what} is ${$inspect(received)}, not ${$inspect(expected)}`)',
    '}',
    ...statements,
  ].join('\n')
}

/** Runs a program as if it stood beside a file, and gives back what was wrong. */
const run = async (folder: string, contents: string): Promise<readonly string[]> => {
  mkdirSync('node_modules/.cache', { recursive: true })
  const place = mkdtempSync('node_modules/.cache/example-')
  try {
    const outfile = join(place, 'example.mjs')
    const stdin = { contents, resolveDir: resolve(folder), loader: 'ts' } as const
    const options = { bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent' } as const
    await build({ stdin, outfile, ...options })
    const { $wrong } = await import(pathToFileURL(outfile).href)
    return $wrong
  } finally {
    rmSync(place, { recursive: true })
  }
}

/** What an example says that is not so, and why it does not run. */
export const failures = async (root: string, example: Example): Promise<readonly string[]> => {
  if (!example.code.includes('// => ')) return ['nothing is expected']
  try {
    return await run(join(root, dirname(example.file)), program(root, example))
  } catch (error) {
    return [String(error).replaceAll(/\s*\n\s*/g, ' ')]
  }
}

/** Every failure of the examples in the doc comments of src. Needs a backend. */
export const examples = async (root: string): Promise<readonly string[]> => {
  const found: string[] = []
  for (const example of examplesIn(root))
    for (const what of await failures(root, example)) found.push(`${example.file}:${example.line}: ${what}`)
  return found
}
