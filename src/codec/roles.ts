import * as t from 'io-ts'
import { Codec, fail } from './codec.ts'
import type { Role } from './combinator/shape.ts'
import type { FieldKind } from './fieldKind.ts'

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

/** The name of a field that an operator reads. The field has one of these kinds. */
export const reads = (...kinds: readonly FieldKind[]): Codec<string> =>
  named(`a field (${kinds.join(' or ')})`, path, { of: 'read', kinds, view: false })

const viewOf = (...kinds: readonly FieldKind[]): Codec<string> =>
  named(`a field (${kinds.join(' or ')})`, path, { of: 'read', kinds, view: true })

/** The name of a field of images that goes through a model. */
export const view: Codec<string> = viewOf('images')

/** The name of a field that goes through a model: images, or several views of each. */
export const viewOrStack: Codec<string> = viewOf('images', 'stacks')

/** The name of a field that an operator writes. */
export const writes = (kind: FieldKind): Codec<string> => named(`a field name (${kind})`, path, { of: 'write', kind })

/** The name of a model that the file declares. */
export const modelName: Codec<string> = named('the name of a model', word, { of: 'model' })

/** The name of a flow that the file declares. */
export const flowName: Codec<string> = named('the name of a flow', word, { of: 'flow' })

/** The name of a head: an output of a model's network. */
export const headName: Codec<string> = named('the name of a head', word, { of: 'head' })

/** The name of a state: what a step keeps between calls. Steps that name the same state share it. */
export const stateName: Codec<string> = named('the name of a state', word, { of: 'state' })

/** The name of weights of a model: `raw` for those in training, or the name of a moving average. */
export const weightsName: Codec<string> = named('raw, or the name of an average', word, { of: 'weights' })

/** The name of a ledger that a step writes. */
export const writesLedger: Codec<string> = named('the name of a ledger', word, { of: 'ledger', access: 'write' })

/** The name of a ledger that a source reads: an earlier phase wrote it, or the run received it. */
export const readsLedger: Codec<string> = named('the name of a ledger', word, { of: 'ledger', access: 'read' })
