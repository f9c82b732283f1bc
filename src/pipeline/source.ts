import * as E from 'fp-ts/lib/Either.js'
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { type DeclarationError, declarationError, type Position } from '../prelude/errors.ts'

/** A pipeline file as plain data, and where each of its values stands. */
export interface SourceText {
  readonly file: string
  readonly data: unknown
  /** The position of the value at a path (or of its key), or of the deepest part of the path that exists. */
  readonly positionOf: (path: readonly string[], onKey?: boolean) => Position | undefined
}

/** The node at a path, or the deepest one on the way to it. */
const locate = (document: Document, path: readonly string[], onKey: boolean): Node | null => {
  let node: Node | null = document.contents as Node | null
  let key: Node | null = null
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === part)
      if (pair === undefined) return key ?? node
      key = pair.key as Node
      node = (pair.value as Node | null) ?? key
    } else if (isSeq(node)) {
      const item = node.items[Number(part)] as Node | undefined
      if (item === undefined) return key ?? node
      key = item
      node = item
    } else {
      return node
    }
  }
  return onKey ? (key ?? node) : node
}

/** Parses YAML and keeps line and column of everything. Syntax errors and duplicate keys are reported as they stand in the file. */
export const readSource = (file: string, text: string): E.Either<readonly DeclarationError[], SourceText> => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  if (document.errors.length > 0) {
    return E.left(
      document.errors.map((error) =>
        declarationError({ path: [], expected: 'YAML', received: error.message, position: at(error.pos[0]) }),
      ),
    )
  }
  return E.right({
    file,
    data: document.toJS(),
    positionOf: (path, onKey = false) => {
      const range = locate(document, path, onKey)?.range
      return range === undefined || range === null ? undefined : at(range[0])
    },
  })
}
