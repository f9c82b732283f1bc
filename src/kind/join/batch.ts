import * as E from 'fp-ts/lib/Either.js'
import { choice, count, field, record } from '../../codec/index.ts'
import { defineGather } from '../definition.ts'
import type { FieldType } from '../field/fieldType.ts'

const Params = record({
  size: field(count, 'samples in a batch'),
  last: field(choice('drop', 'keep'), 'what becomes of a last batch that is not full', 'drop'),
})

const batched =
  (size: number | string) =>
  (type: FieldType): FieldType => {
    const { kind, shape } = type
    switch (kind) {
      case 'image':
        return { ...type, kind: 'images', shape: [size, ...shape] }
      case 'stack':
        return { ...type, kind: 'stacks', shape: [size, ...shape] }
      case 'category':
      case 'probabilities':
        return { ...type, kind: 'distribution', shape: [size, ...shape] }
      case 'share':
        return { ...type, kind: 'mask', shape: [size] }
      case 'vector':
        return { ...type, kind: 'embedding', shape: [size, ...shape] }
      case 'file':
        return { ...type, kind: 'files', shape: [size] }
      default:
        return type
    }
  }

/** Joins samples to tensors: images to floats from -1 to 1, class indices to one-hot distributions, shares to masks. */
export const batch = defineGather({
  name: 'batch',
  summary: 'joins samples to tensors',
  params: Params,
  infer: ({ size, last }, given) =>
    E.right(
      Object.fromEntries(
        Object.entries(given).map(([name, type]) => [name, batched(last === 'drop' ? size : 'batch')(type)]),
      ),
    ),
})
