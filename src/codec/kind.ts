import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { type AnyCodec, Codec } from './codec.ts'
import type { Field } from './shape.ts'
import { type Chosen, taggedWith } from './tagged.ts'

/** A unit: one member of a kind. A loss, a network and a step are units of the kinds `loss`, `network` and `step`. */
export interface Unit<K extends string, U, P = never> {
  readonly kind: K
  readonly name: string
  readonly summary: string
  /** Author, title, venue and year, section or equation. */
  readonly paper?: string
  /** The unit as a pipeline file may write it, by default with the defaults of all its parameters. */
  readonly example?: unknown
  /** The codec of its parameters, or a function that makes it from the codecs of other kinds, such as `schedule` or `policy`. */
  readonly params: AnyCodec | ((codecs: never) => AnyCodec)
  /** The unit applied to its parameters: what the rest of the program works with. */
  readonly use: (params: P) => U
}

/** A unit as its author writes it. */
export interface Definition<U, P, V = never> extends Omit<Unit<string, U, P>, 'kind' | 'params'> {
  readonly params: Codec<P> | ((codecs: V) => Codec<P>)
}

/** A unit with the codec of its parameters made. */
export interface Bound<K extends string, U> {
  readonly kind: K
  readonly summary: string
  readonly params: AnyCodec
  readonly use: (params: never) => U
}

/** The units of one kind by name. */
export type Table<K extends string = string, U = unknown> = Readonly<Record<string, Unit<K, U>>>

/** A unit that a file names, applied to the parameters that the file gives it. */
export interface Applied<K extends string, U> extends Chosen {
  readonly kind: K
  readonly use: U
}

/** `define` of one kind: it adds the word and checks that parameters and functions fit. */
export const kind =
  <const K extends string, U>(word: K) =>
  <P, V = never>(definition: Definition<U, P, V>): Unit<K, U, P> => ({ kind: word, ...definition })

/** The units of a table with their codecs. Each codec is made when it is first needed, so kinds may refer to each other. */
export const bind = <K extends string, U>(table: Table<K, U>, codecs: unknown): Readonly<Record<string, Bound<K, U>>> =>
  Object.fromEntries(
    Object.entries(table).map(([name, { kind, summary, params, use }]) => {
      let made: AnyCodec | undefined
      return [
        name,
        {
          kind,
          summary,
          use,
          get params() {
            made ??= typeof params === 'function' ? params(codecs as never) : params
            return made
          },
        },
      ]
    }),
  )

type Siblings<F extends Readonly<Record<string, Field>>> = {
  readonly [N in keyof F]: F[N] extends Field<Codec<infer A>> ? A : never
}

/**
 * The codec of a kind: a choice among its units that decodes to the chosen one, applied to its parameters.
 *
 * This is the only place where a unit meets parameters whose type was forgotten: the unit's own codec has just decoded them.
 *
 * @param noun what is chosen, for messages ("a loss")
 * @param units the units, or a function that gives them where the kind refers to itself
 * @param siblings what may stand beside every unit
 */
export const appliedWith = <K extends string, U, const F extends Readonly<Record<string, Field>>>(
  noun: string,
  units: () => Readonly<Record<string, Bound<K, U>>>,
  siblings: F,
): Codec<Applied<K, U> & Siblings<F>> => {
  const choice = taggedWith(noun, units, siblings)
  return new Codec<Applied<K, U> & Siblings<F>>(
    noun,
    choice.shape,
    (u): u is Applied<K, U> & Siblings<F> => choice.is(u) && 'use' in u,
    (u, context) => {
      const chosen = choice.validate(u, context)
      if (E.isLeft(chosen)) return chosen
      const { kind: word, use } = units()[chosen.right.name]!
      return t.success({ ...chosen.right, kind: word, use: use(chosen.right.params as never) } as Applied<K, U> &
        Siblings<F>)
    },
    choice.encode as (a: Applied<K, U> & Siblings<F>) => unknown,
  )
}

/** The codec of a kind without siblings. */
export const applied = <K extends string, U>(
  noun: string,
  units: () => Readonly<Record<string, Bound<K, U>>>,
): Codec<Applied<K, U>> => appliedWith(noun, units, {})
