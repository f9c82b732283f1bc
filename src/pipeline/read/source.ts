import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml'
import { type DeclarationError, declarationError, type Position } from '../../prelude/errors.ts'

/** A pipeline file as plain data, with the position of every value. */
export interface SourceText {
  readonly file: string
  readonly data: unknown
  /** The position of the value at a path (or of its key), or of the deepest part of the path that exists. */
  readonly positionOf: (path: readonly string[], onKey?: boolean) => Position
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

/** The key at an offset, as the file spells it. */
const keyAt = (text: string, offset: number): string => /^[^\s:]+/.exec(text.slice(offset))?.[0] ?? 'a key'

/** Fails if an alias has no anchor, or stands inside its own anchor: that would never end. */
const aliasErrors = (document: Document, at: (offset: number) => Position): readonly DeclarationError[] => {
  const errors: DeclarationError[] = []
  visit(document, {
    Alias: (_, alias) => {
      const [start = 0] = alias.range ?? []
      const anchored = alias.resolve(document)
      const [from = 0, to = 0] = anchored?.range ?? []
      if (anchored !== undefined && (start < from || start >= to)) return
      errors.push(
        declarationError({
          path: [],
          expected:
            anchored === undefined ? 'an anchor that stands before' : 'an anchor that does not hold its own alias',
          received: `*${alias.source}`,
          position: at(start),
        }),
      )
    },
  })
  return errors
}

/** Parses YAML and keeps the line and column of everything. Fails at syntax errors and at duplicate keys. */
export const readSource = (file: string, text: string): E.Either<readonly DeclarationError[], SourceText> => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  const errors = document.errors.map(({ code, message, pos }) =>
    declarationError({
      path: [],
      position: at(pos[0]),
      ...(code === 'DUPLICATE_KEY'
        ? { expected: 'each key once', received: `${keyAt(text, pos[0])} again` }
        : { expected: 'YAML', received: `text that is not: ${message}` }),
    }),
  )
  const broken = errors.length > 0 ? errors : aliasErrors(document, at)
  if (broken.length > 0) return E.left(broken)
  return pipe(
    E.tryCatch(
      (): unknown => document.toJS(),
      (cause) => [declarationError({ path: [], expected: 'YAML', received: String(cause), position: at(0) })],
    ),
    E.map((data) => ({
      file,
      data,
      positionOf: (path, onKey = false) => at(locate(document, path, onKey)?.range?.[0] ?? 0),
    })),
  )
}
