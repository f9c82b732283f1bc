import type { FieldTypes } from '../../kind/field/fieldType.ts'
import { type Frame, fileOf } from '../../kind/field/frame.ts'
import { keyOf } from '../../prelude/key.ts'
import type { Sequence } from '../../stream/sequence.ts'

/** Any key will do: it decides the order of the samples, not which ones there are. */
const anyKey = keyOf(0)

/**
 * Whether all samples show one image, however often it comes. Reads no further than the second image.
 *
 * - False without samples.
 * - False where it cannot be known: for samples without an end, and for samples without a file.
 *
 * @param types types of the samples' fields
 */
export const isOneImage = (samples: Sequence<Frame>, types: FieldTypes): boolean => {
  const files = Object.keys(types).filter((name) => types[name]!.kind === 'file')
  if (files.length === 0 || samples.length === 0 || samples.length === Number.POSITIVE_INFINITY) return false
  const imageAt = (position: number): string => {
    const frame = samples.at(anyKey, position)
    return files.map((name) => `${fileOf(frame, name).set} ${fileOf(frame, name).index}`).join()
  }
  const first = imageAt(0)
  for (let position = 1; position < samples.length; position++) if (imageAt(position) !== first) return false
  return true
}
