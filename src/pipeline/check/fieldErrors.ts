import type { Mention } from '../../codec/index.ts'
import { type FieldTypes, showType } from '../../kind/field/fieldType.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { nearest } from '../../prelude/nearest.ts'

const typeOf = (types: FieldTypes, name: string) => (Object.hasOwn(types, name) ? types[name] : undefined)

/**
 * Fails if no earlier operator writes the field, or if the field is of a kind that this operator does not
 * take.
 */
export const readErrors = ({ name, role, path }: Mention, types: FieldTypes): readonly DeclarationError[] => {
  if (role.of !== 'read') return []
  const kinds = role.kinds.join(' or ')
  const type = typeOf(types, name)
  if (type !== undefined) {
    const received = `"${name}", which is ${showType(type)}`
    return role.kinds.includes(type.kind) ? [] : [declarationError({ path, expected: `a field (${kinds})`, received })]
  }
  const fitting = Object.keys(types).filter((other) => role.kinds.includes(types[other]!.kind))
  const near = nearest(name, fitting)
  return [
    declarationError({
      path,
      expected: `a field (${kinds}) that is written before: ${fitting.join(', ') || 'there is none'}`,
      received: `"${name}"`,
      ...(near === undefined ? {} : { nearest: near }),
    }),
  ]
}

/** Fails if an earlier operator writes the field. */
export const writeErrors = ({ name, role, path }: Mention, types: FieldTypes): readonly DeclarationError[] => {
  if (role.of !== 'write' || typeOf(types, name) === undefined) return []
  const expected = 'a name that no earlier operator writes (fields never change)'
  return [declarationError({ path, expected, received: `"${name}"` })]
}
