import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** Files below a folder whose path in it fits, sorted, as paths from the root. A missing folder has none. */
export const filesBelow = (root: string, folder: string, name: RegExp): readonly string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => name.test(file))
        .map((file) => `${folder}/${file}`)
        .sort()
    : []

export const read = (root: string, file: string): string => readFileSync(join(root, file), 'utf8')

/** Syntax tree of a script, with parents. */
export const parse = (file: string, text: string): ts.SourceFile =>
  ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)

/** Every token of a script, in order. */
export const tokens = (source: ts.SourceFile): readonly ts.Node[] => {
  const within = (node: ts.Node): readonly ts.Node[] => {
    if (ts.isJSDoc(node)) return []
    const children = node.getChildren(source)
    return children.length === 0 ? [node] : children.flatMap(within)
  }
  return within(source)
}

export interface Span {
  readonly start: number
  readonly end: number
}

/** The comments between the token before and this one. */
export const commentsBefore = (token: ts.Node, source: ts.SourceFile): readonly Span[] => {
  const from = token.getFullStart()
  const length = token.getStart(source) - from
  if (!source.text.slice(from, from + length).includes('/')) return []
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, source.text)
  scanner.setText(source.text, from, length)
  const found: Span[] = []
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan())
    if (kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia)
      found.push({ start: scanner.getTokenStart(), end: scanner.getTokenEnd() })
  return found
}

/** Number of the line, from 1, at an offset of a text. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length
