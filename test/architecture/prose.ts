import { readdirSync } from 'node:fs'
import ts from 'typescript'
import { commentsBefore, filesBelow, lineAt, parse, read, type Span, tokens } from './tree.ts'

const commentColumns = 120
const documentColumns = 160

/** Words that a reader stumbles over. */
const banned = [
  /\banew\b/gi,
  /\bsuch\b(?!\s+as\b)/gi,
  /\bso\s+many\b/gi,
  /\bso\s+much\b/gi,
  /\bshall\b/gi,
  /\b(?:is|are|was|were|be|been)\s+told\b/gi,
  /\bdearest\b/gi,
  /\bwherein\b/gi,
  /\bwhoever\b/gi,
]

/** What people read in a file: its comments, and the rest of its prose. */
interface Prose {
  readonly comments: readonly Span[]
  readonly others: readonly Span[]
}

const isText = (node: ts.Node): boolean =>
  ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || isPartOfTemplate(node)

const isPartOfTemplate = (node: ts.Node): boolean =>
  ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)

/** A text with a space in it; one without is a name. */
const isMessage = (node: ts.Node): boolean => isText(node) && node.getText().includes(' ')

const isTitle = (node: ts.Node): boolean => {
  if (!isText(node)) return false
  let whole = node
  while (ts.isTemplateExpression(whole.parent) || ts.isTemplateSpan(whole.parent)) whole = whole.parent
  const call = whole.parent
  return (
    ts.isCallExpression(call) && call.arguments[0] === whole && /^(?:test|describe)\b/.test(call.expression.getText())
  )
}

const proseOfScript = (file: string, text: string): Prose => {
  const source = parse(file, text)
  const all = tokens(source)
  const isRead = file.startsWith('src/') ? isMessage : isTitle
  return {
    comments: all.flatMap((token) => commentsBefore(token, source)),
    others: all.filter(isRead).map((token) => ({ start: token.getStart(source), end: token.getEnd() })),
  }
}

const matches = (text: string, pattern: RegExp): readonly Span[] =>
  [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }))

const outsideFences = (text: string): readonly Span[] => {
  const fences = matches(text, /^ *```[\s\S]*?^ *```/gm)
  const starts = [0, ...fences.map(({ end }) => end)]
  const ends = [...fences.map(({ start }) => start), text.length]
  return starts.map((start, i) => ({ start, end: ends[i]! }))
}

const proseOf = (file: string, text: string): Prose => {
  if (file.endsWith('.md')) return { comments: [], others: outsideFences(text) }
  if (/\.(?:ya?ml|sh|py)$/.test(file)) return { comments: matches(text, /(?<=^|\s)#.*$/gm), others: [] }
  return proseOfScript(file, text)
}

/**
 * The text at its full length with the code blotted out, so that offsets stay true.
 *
 * Code becomes NUL. The marks that start a comment line become spaces, so that a phrase may go on in the next line.
 */
const onlyProse = (text: string, { comments, others }: Prose): string => {
  const spans = [...comments, ...others].sort((a, b) => a.start - b.start)
  const parts = spans.map(({ start, end }, i) => {
    const code = text.slice(spans[i - 1]?.end ?? 0, start).replaceAll(/\S/g, '\0')
    const prose = text.slice(start, end)
    const bare = comments.includes(spans[i]!)
      ? prose.replaceAll(/^\s*(?:\/\*+|\*|\/\/|#+)/gm, (mark) => mark.replaceAll(/\S/g, ' '))
      : prose
    return code + bare
  })
  return parts.join('')
}

const wideComments = (text: string, comments: readonly Span[]): readonly number[] => {
  const lines = text.split('\n')
  const touched = comments.flatMap(({ start, end }) => {
    const first = lineAt(text, start)
    return Array.from({ length: lineAt(text, end) - first + 1 }, (_, i) => first + i)
  })
  return [...new Set(touched)].filter((line) => lines[line - 1]!.length > commentColumns)
}

const wideLines = (text: string): readonly number[] => {
  const bare = onlyProse(text, { comments: [], others: outsideFences(text) }).split('\n')
  const isWide = (line: string): boolean => line.length > documentColumns && !/^\s*\||https?:\/\/|\0/.test(line)
  return bare.flatMap((line, i) => (isWide(line) ? [i + 1] : []))
}

const findingsIn = (file: string, text: string): readonly string[] => {
  const prose = proseOf(file, text)
  const wide = file.endsWith('.md') ? wideLines(text) : wideComments(text, prose.comments)
  const lines = text.split('\n')
  const readable = onlyProse(text, prose)
  const words = banned.flatMap((word) =>
    [...readable.matchAll(word)].map((match) => ({
      line: lineAt(text, match.index),
      what: `"${match[0].replaceAll(/\s+/g, ' ').toLowerCase()}"`,
    })),
  )
  return [...wide.map((line) => ({ line, what: `${lines[line - 1]!.length} columns` })), ...words]
    .sort((a, b) => a.line - b.line)
    .map(({ line, what }) => `${file}:${line}: ${what}`)
}

/**
 * Finds what is hard to read.
 *
 * - Lines of comments and documents that are too wide.
 * - Banned words in comments, documents, the messages of src and the titles of tests.
 */
export const prose = (root: string): readonly string[] => {
  const files = [
    ...readdirSync(root)
      .filter((name) => name.endsWith('.md'))
      .sort(),
    ...['src', 'test', 'scripts'].flatMap((folder) => filesBelow(root, folder, /\.(?:c?ts|mjs|sh)$/)),
    ...filesBelow(root, 'bench', /\.(?:ts|mjs|py)$|^README\.md$/),
    ...filesBelow(root, 'pipelines', /\.yaml$|^README\.md$/),
  ]
  return files.flatMap((file) => findingsIn(file, read(root, file)))
}
