import type { FieldType, FieldTypes } from '../field/fieldType.ts'
import { type Policy, transformsOf } from '../transform/policy.ts'
import { policySize } from '../transform/policySize.ts'

/** The types of the view and the targets of a policy; null if its views would differ in size. */
export const viewTypes = (name: string, policy: Policy, { shape }: FieldType): FieldTypes | null => {
  const [height, width, channels] = shape
  // The size of a decoded image is always a number.
  const size = policySize(policy, { height: Number(height), width: Number(width) })
  if (size === null) return null
  const targets = transformsOf(policy)
    .flatMap(({ use }) => use.targets ?? [])
    .map(({ field, kind, size: count }) => [field, { kind, shape: [count] }] as const)
  return { [name]: { kind: 'image', shape: [size.height, size.width, channels!] }, ...Object.fromEntries(targets) }
}
