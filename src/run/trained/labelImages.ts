import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { lastLine } from '../../data/file/lastLine.ts'
import { writeDurably } from '../../data/file/writeDurably.ts'
import { openFolderIndex } from '../../data/folder/folderIndex.ts'
import { openQuarantine } from '../../data/quarantine.ts'
import type { DeclarationError, RunError } from '../../prelude/errors.ts'
import type { Labeled, LabelRequest } from './labelRequest.ts'
import { labelRest } from './labelRest.ts'
import { identityOf, obstacle } from './obstacle.ts'

/**
 * Streams a folder of any size through a model and writes a row for each image.
 *
 * It uses the averaged weights if the run kept an average. Memory does not grow with the folder: its index is
 * on disk, and at most two batches of decoded images are alive.
 *
 * - Unusable images go to `<out>.quarantine.jsonl`. Too many of them are an error.
 * - After any interruption, even a kill, a resumed call goes on. It cuts off a torn last row and writes it again.
 *
 * Law: an interrupted and resumed file is that of an unbroken pass, byte by byte.
 */
export const labelImages = async (request: LabelRequest): Promise<E.Either<DeclarationError | RunError, Labeled>> => {
  const { out, images, resume, onIndex } = request
  const work = `${out}.work`
  const note = join(work, 'of')
  const blocked = obstacle(request, note)
  if (blocked !== undefined) return E.left(blocked)
  mkdirSync(work, { recursive: true })
  const index = await openFolderIndex({
    folder: images,
    cache: join(work, 'index'),
    whenChanged: resume ? 'fail' : 'rescan',
    onProgress: onIndex,
  })
  if (E.isLeft(index)) return index
  writeDurably(note, identityOf(request))
  const last = resume ? lastLine(out) : null
  const quarantine = openQuarantine(`${out}.quarantine.jsonl`)
  if (E.isLeft(quarantine)) {
    index.right.close()
    return quarantine
  }
  try {
    const labeled = await labelRest(request, index.right, quarantine.right, last)
    if (E.isRight(labeled) && !labeled.right.interrupted) rmSync(work, { recursive: true })
    return labeled
  } finally {
    index.right.close()
    quarantine.right.close()
    if (quarantine.right.size() === 0) rmSync(`${out}.quarantine.jsonl`, { force: true })
  }
}
