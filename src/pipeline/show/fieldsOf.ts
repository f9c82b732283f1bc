import type { Field, Shape } from '../../codec/index.ts'

type Access = 'read' | 'write'

const inRecord = (fields: Readonly<Record<string, Field>>, of: Access, path: readonly string[]): readonly string[] =>
  Object.entries(fields).flatMap(([name, { codec }]) => inShape(codec.shape, of, [...path, name]))

const inShape = (shape: Shape, of: Access, path: readonly string[]): readonly string[] => {
  const name = path.join('.')
  switch (shape.kind) {
    case 'text':
      if (of === 'read') return shape.role?.of === 'read' ? [`${name} (${shape.role.kinds.join(' or ')})`] : []
      return shape.role?.of === 'write' ? [`${name} (${shape.role.kind})`] : []
    case 'optional':
      return inShape(shape.codec.shape, of, path)
    case 'list':
      return inShape(shape.item.shape, of, path)
    case 'either':
      return shape.members.flatMap((member) => inShape(member.shape, of, path))
    case 'map': {
      const keys = of === 'write' && shape.keyRole?.of === 'write' ? [`every name (${shape.keyRole.kind})`] : []
      return [...keys, ...inRecord(shape.siblings, of, path)]
    }
    case 'record':
      return inRecord(shape.fields, of, path)
    default:
      return []
  }
}

/**
 * The parameters that name a field, with the kinds of the field.
 *
 * @example
 * import { field, reads, record } from '../../codec/index.ts'
 * fieldsOf(record({ from: field(reads('mask'), 'a mask') }).shape, 'read') // => ['from (mask)']
 */
export const fieldsOf = (shape: Shape, of: Access): readonly string[] => [...new Set(inShape(shape, of, []))]
