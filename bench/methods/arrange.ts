import { createHash } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'

/** Images per class of each folder. */
export interface Sizes {
  readonly labeled: number
  readonly unlabeled: number
  readonly test: number
}

/** The folders that every run on a data set uses. */
export interface Folders {
  readonly labeled: string
  readonly unlabeled: string
  readonly test: string
  /**
   * A few of the unlabeled images. They are read often and soon decoded, so timed steps resemble the steps of
   * later epochs.
   */
  readonly trial: string
  /**
   * The unlabeled images by class, under the same names. No run sees this folder: `understudy labels audit`
   * compares ledgers with it.
   */
  readonly truth: string
}

interface Picture {
  readonly class: string
  readonly file: string
  readonly hash: string
}

const trialImages = 256
const perFolder = 1000

const picturesOf = (folder: string): readonly Picture[] =>
  readdirSync(folder)
    .sort()
    .flatMap((name) =>
      readdirSync(join(folder, name))
        .sort()
        .map((file) => join(folder, name, file))
        .map((file) => ({ class: name, file, hash: createHash('sha256').update(readFileSync(file)).digest('hex') })),
    )

/** The pictures `from` to `to` of each class. Fails if a class has fewer. */
const slice = (pictures: readonly Picture[], from: number, to: number): readonly Picture[] => {
  const counts = new Map<string, number>()
  const part = pictures.filter((picture) => {
    const number = counts.get(picture.class) ?? 0
    counts.set(picture.class, number + 1)
    return number >= from && number < to
  })
  const short = [...counts].filter(([, count]) => count < to).map(([name, count]) => `${count} of "${name}"`)
  if (short.length > 0) throw new Error(`Expected at least ${to} images of each class, received ${short.join(', ')}`)
  return part
}

const link = (from: string, to: string): void => {
  mkdirSync(dirname(to), { recursive: true })
  linkSync(from, to)
}

const byClass = (pictures: readonly Picture[], to: string): void => {
  for (const picture of pictures) link(picture.file, join(to, picture.class, basename(picture.file)))
}

/** Pictures in the order of their hashes. Neither the names nor the order reveal the classes. */
const mix = (pictures: readonly Picture[]): readonly (readonly [string, Picture])[] =>
  [...pictures]
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .map((picture, i) => [`${String(i).padStart(6, '0')}${extname(picture.file)}`, picture])

/** Links pictures into nested folders, `perFolder` in each. */
const nested = (mixed: readonly (readonly [string, Picture])[], to: string): void => {
  for (const [i, [name, { file }]] of mixed.entries()) {
    link(file, join(to, `roll-${String(Math.floor(i / perFolder)).padStart(2, '0')}`, name))
  }
}

/**
 * Arranges folders as a user would have them: class folders of labeled and test images, and nested folders of
 * unlabeled ones. The files are hard links.
 *
 * - The labeled and the unlabeled images are different images of `train`.
 * - Pictures of `test` with the same bytes as one of these are left out.
 * - Folders that exist already are kept.
 * - Fails if a class has too few images.
 *
 * @param from a folder with train/ and test/ class folders
 * @param to the folder to create, on the same disk
 */
export const arrange = (from: string, to: string, { labeled, unlabeled, test }: Sizes): Folders => {
  const folders = (root: string): Folders => ({
    labeled: join(root, 'labeled'),
    unlabeled: join(root, 'unlabeled'),
    test: join(root, 'test'),
    trial: join(root, 'trial'),
    truth: join(root, 'truth'),
  })
  if (existsSync(to)) return folders(to)
  const aside = `${to}.writing`
  rmSync(aside, { recursive: true, force: true })
  const train = picturesOf(join(from, 'train'))
  const withoutLabels = slice(train, labeled, labeled + unlabeled)
  const pool = slice(train, 0, labeled)
  const trained = new Set([...pool, ...withoutLabels].map(({ hash }) => hash))
  const unseen = picturesOf(join(from, 'test')).filter(({ hash }) => !trained.has(hash))
  const written = folders(aside)
  byClass(pool, written.labeled)
  byClass(slice(unseen, 0, test), written.test)
  const mixed = mix(withoutLabels)
  nested(mixed, written.unlabeled)
  nested(mixed.slice(0, trialImages), written.trial)
  for (const [name, picture] of mixed) link(picture.file, join(written.truth, picture.class, name))
  renameSync(aside, to)
  return folders(to)
}
