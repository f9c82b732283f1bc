import { ContractViolation } from '../../prelude/errors.ts'
import { fieldKinds } from './fieldKinds.ts'
import { type Dim, type FieldType, type FieldTypes, showType } from './fieldType.ts'
import type { Batch, Frame, Value } from './frame.ts'

/** The value of a field in each frame. Another kind or size is a bug in the operator that wrote the value. */
const valuesOf = (frames: readonly Frame[], name: string, type: FieldType, shape: readonly number[]) =>
  frames.map((frame): Value => {
    const value = frame[name]
    if (value !== undefined && fieldKinds[type.kind].fits(value, shape)) return value
    throw new ContractViolation(`Expected the field ${name} to hold ${showType(type)}, as its operator declares`)
  })

/**
 * Joins frames into one batch of tensors.
 *
 * @param types the fields of a frame
 * @param wanted the fields to join; a tensor that nothing reads would cost time and memory
 * @param sizes the number behind each named size (`classes`)
 */
export const collate =
  (types: FieldTypes, wanted: ReadonlySet<string>, sizes: Readonly<Record<string, number>>) =>
  (frames: readonly Frame[]): Batch => {
    const sizeOf = (dim: Dim): number => (typeof dim === 'number' ? dim : (sizes[dim] ?? Number.NaN))
    return Object.fromEntries(
      Object.entries(types).flatMap(([name, type]) => {
        const { batched } = fieldKinds[type.kind]
        if (batched === null || !wanted.has(name)) return []
        const shape = type.shape.map(sizeOf)
        return [[name, batched.collate(valuesOf(frames, name, type, shape), shape)]]
      }),
    )
  }
