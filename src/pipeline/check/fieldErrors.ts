import type { Mention } from '../../codec/index.ts'
import { type FieldTypes, showType } from '../../kind/field/fieldType.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { nearest } from '../../prelude/nearest.ts'

const typeOf = (types: FieldTypes, name: string) => (Object.hasOwn(types, name) ? types[name] : undefined)

/** A field that is read must have been written before, and be of a kind that the operator takes. */
export const readError = ({ name, role, path }: Mention, types: FieldTypes): DeclarationError | undefined => {
  if (role.of !== 'read') return undefined
  const wanted = role.kinds.join(' or ')
  const found = typeOf(types, name)
  if (found !== undefined) {
    return role.kinds.includes(found.kind)
      ? undefined
      : declarationError({ path, expected: `a field (${wanted})`, received: `"${name}", which is ${showType(found)}` })
  }
  const fitting = Object.keys(types).filter((other) => role.kinds.includes(types[other]!.kind))
  const near = nearest(name, fitting)
  return declarationError({
    path,
    expected: `a field (${wanted}) that is written before: ${fitting.join(', ') || 'there is none'}`,
    received: `"${name}"`,
    ...(near === undefined ? {} : { nearest: near }),
  })
}

/** A name is written once. */
export const writeError = ({ name, role, path }: Mention, types: FieldTypes): DeclarationError | undefined =>
  role.of === 'write' && typeOf(types, name) !== undefined
    ? declarationError({
        path,
        expected: 'a name that no earlier operator writes (fields never change)',
        received: `"${name}"`,
      })
    : undefined
