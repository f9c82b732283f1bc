import { createHash } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'

/** Images per class of each folder. */
export interface Sizes {
  readonly labeled: number
  readonly unlabeled: number
  readonly test: number
}

/** The folders that every run of a data set is given. */
export interface Folders {
  readonly labeled: string
  readonly unlabeled: string
  readonly test: string
  /** A few of the unlabeled images: read often, they are soon decoded, so that timed steps are like those of later epochs. */
  readonly trial: string
  /** The unlabeled images by class under their names there: what a run never sees and `understudy labels audit` compares its ledgers with. */
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

/** Pictures `from` to `to` of each class. */
const slice = (pictures: readonly Picture[], from: number, to: number): readonly Picture[] => {
  const seen = new Map<string, number>()
  const taken = pictures.filter((picture) => {
    const number = seen.get(picture.class) ?? 0
    seen.set(picture.class, number + 1)
    return number >= from && number < to
  })
  const short = [...seen].filter(([, count]) => count < to).map(([name, count]) => `${count} of "${name}"`)
  if (short.length > 0) throw new Error(`Expected at least ${to} images of each class, received ${short.join(', ')}`)
  return taken
}

const link = (from: string, to: string): void => {
  mkdirSync(dirname(to), { recursive: true })
  linkSync(from, to)
}

const byClass = (pictures: readonly Picture[], to: string): void => {
  for (const picture of pictures) link(picture.file, join(to, picture.class, basename(picture.file)))
}

/** Pictures in the order of their hashes, each with a name that, as its place, tells nothing of the class. */
const mix = (pictures: readonly Picture[]): readonly (readonly [string, Picture])[] =>
  [...pictures]
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .map((picture, i) => [`${String(i).padStart(6, '0')}${extname(picture.file)}`, picture])

/** Nested folders, so many pictures in each. */
const nested = (mixed: readonly (readonly [string, Picture])[], to: string): void => {
  for (const [i, [name, { file }]] of mixed.entries()) {
    link(file, join(to, `roll-${String(Math.floor(i / perFolder)).padStart(2, '0')}`, name))
  }
}

/**
 * Folders as a user would have them, by hard links, made once: class folders of labeled and test images, nested folders of unlabeled ones.
 *
 * The labeled and the unlabeled images are different ones of `train`; pictures of `test` whose bytes are also among them are passed over.
 *
 * @param from a folder with train/ and test/ class folders
 * @param to the folder to make, on the same disk
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
  const made = folders(aside)
  byClass(pool, made.labeled)
  byClass(slice(unseen, 0, test), made.test)
  const mixed = mix(withoutLabels)
  nested(mixed, made.unlabeled)
  nested(mixed.slice(0, trialImages), made.trial)
  for (const [name, picture] of mixed) link(picture.file, join(made.truth, picture.class, name))
  renameSync(aside, to)
  return folders(to)
}
