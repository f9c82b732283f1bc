import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import ts from 'typescript'
import { filesBelow, lineAt, parse, read } from './tree.ts'

export interface Limits {
  /** Lines of a function, with those of the functions inside it. */
  readonly functionLines: number
  readonly fileLines: number
  /** Entries of a folder. */
  readonly entries: number
  /** Folders that may hold a single entry. */
  readonly single: readonly string[]
}

/** About 60 and 150 lines are what we aim at; the limits leave room for a doc comment. */
export const houseLimits: Limits = { functionLines: 70, fileLines: 165, entries: 16, single: [] }

/** Names that tools skip, and names that say nothing. */
const refusedNames = ['target', 'build', 'dist', 'out', 'bin', 'utils', 'helpers', 'common', 'misc', 'lib']

type Body = ts.FunctionLikeDeclaration & { readonly body: ts.ConciseBody }

const hasBody = (node: ts.Node): node is Body => ts.isFunctionLike(node) && 'body' in node && node.body !== undefined

/** What a function is called, or the declaration or field around it. */
const nameOf = (node: ts.Node): string => {
  const name = (node as ts.NamedDeclaration).name?.getText()
  return name ?? (ts.isSourceFile(node.parent) ? 'a function' : nameOf(node.parent))
}

/** The functions of a file that are inside no other. */
const outermost = (node: ts.Node): readonly Body[] => {
  if (hasBody(node)) return [node]
  const found: Body[] = []
  ts.forEachChild(node, (child) => {
    found.push(...outermost(child))
  })
  return found
}

const ofFile = (root: string, file: string, { functionLines, fileLines }: Limits): readonly string[] => {
  const text = read(root, file)
  const lines = lineAt(text, text.trimEnd().length)
  const source = parse(file, text)
  const long = outermost(source).flatMap((node) => {
    const first = lineAt(text, node.body.getStart(source))
    const count = lineAt(text, node.body.getEnd()) - first + 1
    return count > functionLines ? [`${file}:${first}: ${nameOf(node)} has ${count} lines`] : []
  })
  return lines > fileLines ? [`${file}: ${lines} lines`, ...long] : long
}

const ofFolder = (root: string, folder: string, limits: Limits): readonly string[] => {
  const { entries, single } = limits
  const content = readdirSync(join(root, folder), { withFileTypes: true })
  const inside = content
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${folder}/${name}`)
    .sort()
  return [
    ...(refusedNames.includes(basename(folder)) ? [`${folder}: a name that says nothing or that tools skip`] : []),
    ...(content.length > entries ? [`${folder}: ${content.length} entries`] : []),
    ...(content.length === 1 && !single.includes(folder) ? [`${folder}: a single entry`] : []),
    ...inside.flatMap((below) => ofFolder(root, below, limits)),
  ]
}

/** Folders of src that are too full, lonely or badly named, and files and functions that are too long. */
export const size = (root: string, limits: Limits = houseLimits): readonly string[] => [
  ...ofFolder(root, 'src', limits),
  ...filesBelow(root, 'src', /\.c?ts$/).flatMap((file) => ofFile(root, file, limits)),
]
