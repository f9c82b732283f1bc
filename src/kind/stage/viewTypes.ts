import type { FieldType, FieldTypes } from '../field/fieldType.ts'
import { type Policy, transformsOf } from '../transform/policy.ts'
import { policySize } from '../transform/policySize.ts'

/** The view and the targets that a policy makes of an image; null where views would have different sizes. */
export const viewTypes = (name: string, chosen: Policy, { shape }: FieldType): FieldTypes | null => {
  const [height, width, channels] = shape
  // Sizes of images are numbers as soon as they are decoded.
  const size = policySize(chosen, { height: Number(height), width: Number(width) })
  if (size === null) return null
  const targets = transformsOf(chosen)
    .flatMap(({ use }) => use.targets ?? [])
    .map(({ field, kind, size: count }) => [field, { kind, shape: [count] }] as const)
  return { [name]: { kind: 'image', shape: [size.height, size.width, channels!] }, ...Object.fromEntries(targets) }
}
