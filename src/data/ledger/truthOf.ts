import { classNumbers, type ImageClass } from '../folder/classFolders.ts'
import type { FolderIndex } from '../folder/folderIndex.ts'

/** What a folder of class folders says of a file: its class number, or why it has none. */
export type Truth = number | 'missing' | 'ambiguous'

/** An image of the folder by its path from the end on: `1.jpg/summer/cat/`. */
interface Reversed {
  readonly key: string
  readonly number: number
}

const reversed = (path: string): string => `${path.split('/').reverse().join('/')}/`

/** The place of the first key that does not stand before the given one. */
const lowerBound = (sorted: readonly Reversed[], key: string): number => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]!.key < key) low = middle + 1
    else high = middle
  }
  return low
}

/** The images that share the longest ending of a path, whole parts of it: where they stand in the list, and the length of the ending. */
const nearest = (
  sorted: readonly Reversed[],
  file: string,
): { readonly from: number; readonly ending: string } | undefined => {
  const key = reversed(file)
  for (let end = key.length; end > 0; end = end < 2 ? 0 : key.lastIndexOf('/', end - 2) + 1) {
    const ending = key.slice(0, end)
    const from = lowerBound(sorted, ending)
    if (sorted[from]?.key.startsWith(ending)) return { from, ending }
  }
  return undefined
}

const [missing, ambiguous] = [-1, -2]

/**
 * The true class of each file of a list, from a folder that holds the same images as class folders, nested in another way.
 *
 * A file belongs to the image of its name; where several have it, to the one with which it has the longest ending of the path in common. Its class is
 * ambiguous where equally near images are of different classes. An image is the truth of one file only, the nearest one: it is missing for the others, and
 * ambiguous for all of them where several are equally near.
 */
export const truthOf = (
  files: readonly string[],
  { length, at }: Pick<FolderIndex, 'length' | 'at'>,
  classes: readonly ImageClass[],
): readonly Truth[] => {
  const classOf = classNumbers(classes, length)
  const sorted = Array.from({ length }, (_, number): Reversed => ({ key: reversed(at(number).path), number })).sort(
    (a, b) => (a.key < b.key ? -1 : 1),
  )
  const found = new Int32Array(files.length).fill(missing)
  // For each file the one image that it belongs to, if one alone is nearest, and how near; for each image the nearest files.
  const owned = new Int32Array(files.length).fill(missing)
  const nearness = new Int32Array(files.length)
  const closest = new Int32Array(length)
  const claims = new Int32Array(length)
  files.forEach((file, i) => {
    const hit = nearest(sorted, file)
    if (hit === undefined) return
    const { from, ending } = hit
    const first = sorted[from]!.number
    found[i] = classOf[first]!
    let next = from + 1
    for (; sorted[next]?.key.startsWith(ending); next++) {
      if (classOf[sorted[next]!.number] === found[i]) continue
      found[i] = ambiguous
      return
    }
    if (next > from + 1) return
    owned[i] = first
    nearness[i] = ending.length
    if (ending.length > closest[first]!) [closest[first], claims[first]] = [ending.length, 1]
    else if (ending.length === closest[first]!) claims[first]!++
  })
  return files.map((_, i): Truth => {
    const image = owned[i]!
    if (image !== missing && nearness[i]! < closest[image]!) return 'missing'
    if (found[i] === ambiguous || (image !== missing && claims[image]! > 1)) return 'ambiguous'
    return found[i] === missing ? 'missing' : found[i]!
  })
}
