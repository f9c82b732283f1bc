import * as E from 'fp-ts/lib/Either.js'
import { type AnyCodec, decode, type Unit } from '../../src/codec/index.ts'
import { assemble } from '../../src/kind/network/assemble.ts'
import type { Input } from '../../src/kind/network/body.ts'
import { type Heads, linearHead } from '../../src/kind/network/head.ts'
import type { Network } from '../../src/kind/network/network.ts'
import { composed } from '../../src/kind/optimizer/composed.ts'
import type { Rule } from '../../src/kind/optimizer/optimizer.ts'
import { builtIn } from '../../src/kind/registry.ts'
import type { Amount } from '../../src/kind/schedule/schedule.ts'
import type { Policy } from '../../src/kind/transform/policy.ts'
import { vocabularyOf } from '../../src/kind/vocabulary.ts'
import { render } from '../../src/prelude/render.ts'
import { paramsOf } from '../../src/testing/paramsOf.ts'

/** The codecs of everything that a pipeline file may name without modules of its own. */
export const vocabulary = vocabularyOf(builtIn)

/** What a codec makes of data as a file would hold it; a mistake is thrown as its message. */
export const written = <A>(codec: AnyCodec & { readonly _A: A }, data: unknown): A => {
  const decoded = decode(codec as never)(data)
  if (E.isLeft(decoded)) throw new Error(decoded.left.map(render).join('; '))
  return decoded.right as A
}

/** The messages of a codec for data that it refuses; none where it accepts. */
export const refusals = (codec: AnyCodec, data: unknown): readonly string[] => {
  const decoded = decode(codec as never)(data)
  return E.isLeft(decoded) ? decoded.left.map(render) : []
}

/** A unit applied to parameters as a file would write them. */
export const using = <U, P>(unit: Unit<string, U, P>, data: unknown): U => unit.use(written<P>(paramsOf(unit), data))

/** A network as a file would write it, with linear heads of the given sizes. */
export const networkOf = (data: unknown, input: Input, heads: Readonly<Record<string, number>>): Network =>
  networkWith(data, input, Object.fromEntries(Object.entries(heads).map(([name, size]) => [name, linearHead(size)])))

/** A network as a file would write it, with any heads. */
export const networkWith = (data: unknown, input: Input, heads: Heads): Network =>
  assemble(written(vocabulary.network, data).use.build(input), heads)

/** The update rule of an optimizer, or of a list of parts, as a file would write it. */
export const ruleOf = (data: unknown): Rule => composed(written(vocabulary.optimizer, data))

/** A number or a schedule as a file would write it. */
export const amountOf = (data: unknown): Amount => written(vocabulary.schedule, data)

/** A policy as a file would write it. */
export const policyOf = (data: unknown): Policy => written(vocabulary.policy, data)
