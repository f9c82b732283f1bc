import { firstIndex } from '../../prelude/firstIndex.ts'
import { classNumbers, type ImageClass } from '../folder/classFolders.ts'
import type { FolderIndex } from '../folder/folderIndex.ts'

/** What a folder of class folders says of a file: its class number, or why it has none. */
export type Truth = number | 'missing' | 'ambiguous'

/** An image of the folder. Its key is the path from the end on: `1.jpg/summer/cat/`. */
interface Reversed {
  readonly key: string
  readonly number: number
}

const reversed = (path: string): string => `${path.split('/').reverse().join('/')}/`

/**
 * The images that share the longest ending with a path, in whole parts.
 *
 * The result is their first place in the list, and the ending.
 */
const nearest = (
  sorted: readonly Reversed[],
  file: string,
): { readonly from: number; readonly ending: string } | undefined => {
  const key = reversed(file)
  for (let end = key.length; end > 0; end = end < 2 ? 0 : key.lastIndexOf('/', end - 2) + 1) {
    const ending = key.slice(0, end)
    const from = firstIndex(sorted.length, (i) => sorted[i]!.key >= ending)
    if (sorted[from]?.key.startsWith(ending)) return { from, ending }
  }
  return undefined
}

const [missing, ambiguous] = [-1, -2]

/**
 * The true class of each file of a list, from class folders that hold the same images, nested in another way.
 *
 * - A file belongs to the image of its name. If several images have that name, it belongs to the nearest one,
 *   which shares the longest ending of the path.
 * - The class is ambiguous if equally near images are of different classes.
 * - An image is the truth of one file only, the nearest one. For the other files the truth is missing.
 * - If several files are equally near to an image, the truth is ambiguous for all of them.
 *
 * @example
 * const paths = ['cat/a/1.jpg', 'dog/b/1.jpg']
 * const index = { length: 2, at: (i) => ({ path: paths[i], size: 1, modified: 2 }) }
 * const classes = [{ name: 'cat', first: 0, count: 1 }, { name: 'dog', first: 1, count: 1 }]
 * truthOf(['x/b/1.jpg', '1.jpg', '2.jpg'], index, classes) // => [1, 'ambiguous', 'missing']
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
  const classOfFile = new Int32Array(files.length).fill(missing)
  // For each file: the image that it belongs to, if only one is nearest, and how near it is.
  const owner = new Int32Array(files.length).fill(missing)
  const nearness = new Int32Array(files.length)
  // For each image: how near its nearest file is, and how many files are that near.
  const closest = new Int32Array(length)
  const claims = new Int32Array(length)
  files.forEach((file, i) => {
    const hit = nearest(sorted, file)
    if (hit === undefined) return
    const { from, ending } = hit
    const first = sorted[from]!.number
    classOfFile[i] = classOf[first]!
    let next = from + 1
    for (; sorted[next]?.key.startsWith(ending); next++) {
      if (classOf[sorted[next]!.number] === classOfFile[i]) continue
      classOfFile[i] = ambiguous
      return
    }
    if (next > from + 1) return
    owner[i] = first
    nearness[i] = ending.length
    if (ending.length > closest[first]!) [closest[first], claims[first]] = [ending.length, 1]
    else if (ending.length === closest[first]!) claims[first]!++
  })
  return files.map((_, i): Truth => {
    const image = owner[i]!
    if (image !== missing && nearness[i]! < closest[image]!) return 'missing'
    if (classOfFile[i] === ambiguous || (image !== missing && claims[image]! > 1)) return 'ambiguous'
    return classOfFile[i] === missing ? 'missing' : classOfFile[i]!
  })
}
