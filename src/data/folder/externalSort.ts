import { closeSync, mkdirSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'

/** Sorts more texts than memory holds. */
export interface ExternalSort {
  readonly add: (text: string) => void
  /** All texts in the order of their UTF-16 units, the same on every machine. Read it once only. */
  readonly sorted: () => Generator<string, void>
}

const readSize = 1 << 16

/** The texts of one sorted file. Each ends with `\n\0`, so texts may hold line breaks. */
function* textsOf(file: string): Generator<string, void> {
  const descriptor = openSync(file, 'r')
  const decoder = new StringDecoder('utf8')
  const bytes = Buffer.alloc(readSize)
  let rest = ''
  try {
    for (let length = readSync(descriptor, bytes); length > 0; length = readSync(descriptor, bytes)) {
      const texts = (rest + decoder.write(bytes.subarray(0, length))).split('\n\0')
      rest = texts.pop()!
      yield* texts
    }
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Merges sorted texts.
 *
 * There are few sources (one per chunk), so it looks at every head to find the least.
 */
function* merge(sources: readonly Generator<string, void>[]): Generator<string, void> {
  const heads = sources.flatMap((source) => {
    const first = source.next()
    return first.done ? [] : [{ source, text: first.value }]
  })
  while (heads.length > 0) {
    let least = 0
    for (let i = 1; i < heads.length; i++) if (heads[i]!.text < heads[least]!.text) least = i
    const head = heads[least]!
    yield head.text
    const next = head.source.next()
    if (next.done) heads.splice(least, 1)
    else head.text = next.value
  }
}

/**
 * Sorts texts in bounded memory: writes sorted chunks to files and merges them on reading.
 *
 * @param scratch folder for the chunks; it is made if needed, and deleted once everything is read
 * @param chunk texts held in memory at once
 */
export const externalSort = (scratch: string, chunk: number): ExternalSort => {
  const files: string[] = []
  let held: string[] = []
  const setAside = (): void => {
    mkdirSync(scratch, { recursive: true })
    const file = join(scratch, `chunk-${files.length}`)
    writeFileSync(
      file,
      held
        .sort()
        .map((text) => `${text}\n\0`)
        .join(''),
    )
    files.push(file)
    held = []
  }
  return {
    add: (text) => {
      held.push(text)
      if (held.length === chunk) setAside()
    },
    *sorted() {
      if (files.length === 0) {
        yield* held.sort()
        return
      }
      if (held.length > 0) setAside()
      try {
        yield* merge(files.map(textsOf))
      } finally {
        rmSync(scratch, { recursive: true, force: true })
      }
    },
  }
}
