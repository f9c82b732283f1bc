import * as t from 'io-ts'
import { Codec, fail } from './codec.ts'
import type { FieldKind } from './fieldKind.ts'
import type { Role } from './shape.ts'

const named = (expected: string, pattern: RegExp, role: Role): Codec<string> => {
  const matches = (u: unknown): u is string => typeof u === 'string' && pattern.test(u)
  return new Codec(
    expected,
    { kind: 'text', pattern, role },
    matches,
    (u, c) => (matches(u) ? t.success(u) : fail(u, c, expected)),
    (a) => a,
  )
}

const word = /^[A-Za-z][A-Za-z0-9-]*$/
const path = /^[A-Za-z][A-Za-z0-9-]*(\.[A-Za-z][A-Za-z0-9-]*)*$/

/** The name of a field that is read, of one of the given kinds. */
export const reads = (...kinds: readonly FieldKind[]): Codec<string> =>
  named(`a field (${kinds.join(' or ')})`, path, { of: 'read', kinds, view: false })

const viewOf = (...kinds: readonly FieldKind[]): Codec<string> =>
  named(`a field (${kinds.join(' or ')})`, path, { of: 'read', kinds, view: true })

/** The name of a field of images that a model makes a pass over. */
export const view: Codec<string> = viewOf('images')

/** The name of a field of images, or of several views of each, that a model makes passes over. */
export const viewOrStack: Codec<string> = viewOf('images', 'stacks')

/** The name of a field that is written. */
export const writes = (kind: FieldKind): Codec<string> => named(`a field name (${kind})`, path, { of: 'write', kind })

/** The name of a model that the file declares. */
export const modelName: Codec<string> = named('the name of a model', word, { of: 'model' })

/** The name of a flow that the file declares. */
export const flowName: Codec<string> = named('the name of a flow', word, { of: 'flow' })

/** The name of an output of a model's network. */
export const headName: Codec<string> = named('the name of a head', word, { of: 'head' })

/** The name of a state: what steps keep between calls. Steps that name the same state share it. */
export const stateName: Codec<string> = named('the name of a state', word, { of: 'state' })

/** Which weights of a model are meant: `raw`, those being trained, or a moving average by its name. */
export const weightsName: Codec<string> = named('raw, or the name of an average', word, { of: 'weights' })

/** The name of a ledger that is written. */
export const writesLedger: Codec<string> = named('the name of a ledger', word, { of: 'ledger', access: 'write' })

/** The name of a ledger that is read: one that an earlier phase wrote, or one that the run receives. */
export const readsLedger: Codec<string> = named('the name of a ledger', word, { of: 'ledger', access: 'read' })
