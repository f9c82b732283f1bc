import type { Dim } from '../../kind/field/fieldType.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import type { HeadPlan } from '../plan/plan.ts'
import type { HeadSpec, ModelSpec } from '../spec/spec.ts'
import { unknownName } from './unknownName.ts'

const linear = (size: Dim): HeadPlan => ({ size, hidden: [], norm: false, on: 'features', views: 1 })

const addressOf = (on: string): HeadPlan['on'] => {
  if (on === 'features') return on
  const [head = '', layer = ''] = on.split('.')
  return { head, layer: Number(layer) }
}

const headOf = (name: string, head: HeadSpec, classes: Dim): HeadPlan => {
  if (typeof head !== 'object') return linear(head)
  const size = name === 'label' ? classes : (head.size ?? 0)
  return { size, hidden: head.hidden, norm: head.norm, on: addressOf(head.on), views: head.views }
}

/**
 * The heads that a file declares for a model, and the classifier `label`, which has one output for each
 * class.
 */
export const headPlans = ({ heads }: ModelSpec, classes: Dim): Readonly<Record<string, HeadPlan>> => ({
  ...Object.fromEntries(Object.entries(heads).map(([name, head]) => [name, headOf(name, head, classes)])),
  label: headOf('label', heads['label'] ?? { size: null, hidden: [], norm: false, on: 'features', views: 1 }, classes),
})

const sizeErrors = (name: string, head: HeadSpec, path: readonly string[]): readonly DeclarationError[] => {
  const size = typeof head === 'object' ? head.size : head
  if (name === 'features') {
    const expected = 'a head of another name: the output of the body is called features'
    return [declarationError({ path, expected, received: '"features"', onKey: true })]
  }
  if (name === 'label' && size !== null) {
    const expected = 'label without a size: it has one output for each class'
    return [
      declarationError({ path: typeof head === 'object' ? [...path, 'size'] : path, expected, received: String(size) }),
    ]
  }
  return name !== 'label' && size === null
    ? [declarationError({ path: [...path, 'size'], expected: 'a size or pixels', received: 'nothing' })]
    : []
}

/**
 * The heads below a head, down to the features. The list ends early at a head that it already holds: a cycle.
 */
const below = (name: string, heads: Readonly<Record<string, HeadPlan>>): readonly string[] => {
  const trail: string[] = []
  for (let on = heads[name]?.on; on !== undefined && on !== 'features'; on = heads[on.head]?.on) {
    if (trail.includes(on.head)) return [...trail, on.head]
    trail.push(on.head)
  }
  return trail
}

const addressErrors = (
  name: string,
  heads: Readonly<Record<string, HeadPlan>>,
  path: readonly string[],
): readonly DeclarationError[] => {
  const { on, views } = heads[name]!
  if (on === 'features') return []
  const at = [...path, 'on']
  const other = Object.hasOwn(heads, on.head) ? heads[on.head] : undefined
  const received = `"${on.head}.${on.layer}"`
  if (other === undefined) return [unknownName('a head', { name: on.head, path: at }, Object.keys(heads))]
  if (below(name, heads).includes(name)) {
    return [declarationError({ path: at, expected: 'heads that do not stand on themselves', received })]
  }
  if (on.layer > other.hidden.length) {
    const expected = `a hidden layer of ${on.head}, which has ${other.hidden.length}`
    return [declarationError({ path: at, expected, received })]
  }
  return views > 1 || other.views > 1
    ? [declarationError({ path: at, expected: 'a head of one view on a head of one view', received })]
    : []
}

/** All mistakes in the heads of a model. */
export const headErrors = (model: string, spec: ModelSpec): readonly DeclarationError[] => {
  const heads = headPlans(spec, 'classes')
  return Object.entries(spec.heads).flatMap(([name, head]) => {
    const path = ['models', model, 'heads', name]
    return [...sizeErrors(name, head, path), ...addressErrors(name, heads, path)]
  })
}
