import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { type AnyCodec, Codec } from './codec.ts'
import type { Field } from './combinator/shape.ts'
import { type Chosen, taggedWith } from './combinator/tagged.ts'

/** A unit: one member of a kind. `crossEntropy` is a unit of the kind `loss`, `update` of the kind `step`. */
export interface Unit<K extends string, U, P = never> {
  readonly kind: K
  readonly name: string
  readonly summary: string
  /** Author, title, venue and year, section or equation. */
  readonly paper?: string
  /** The unit as a pipeline file may write it, by default with the defaults of all its parameters. */
  readonly example?: unknown
  /** The codec of its parameters, or a function of the codecs of other kinds, such as `schedule`. */
  readonly params: AnyCodec | ((codecs: never) => AnyCodec)
  /** The unit applied to its parameters: what the rest of the program works with. */
  readonly use: (params: P) => U
}

/** A unit as its author writes it. */
export interface Definition<U, P, V = never> extends Omit<Unit<string, U, P>, 'kind' | 'params'> {
  readonly params: Codec<P> | ((codecs: V) => Codec<P>)
}

/** A unit whose parameters have their codec. */
export interface Bound<K extends string, U> {
  readonly kind: K
  readonly summary: string
  readonly params: AnyCodec
  readonly use: (params: never) => U
}

/** The units of one kind by name. */
export type Table<K extends string = string, U = unknown> = Readonly<Record<string, Unit<K, U>>>

/** A unit that a file names, applied to the parameters in the file. */
export interface Applied<K extends string, U> extends Chosen {
  readonly kind: K
  readonly use: U
}

/**
 * Makes the `define...` function of one kind.
 *
 * The function adds the word to a definition. Its types check that the parameters fit `use`.
 */
export const kind =
  <const K extends string, U>(word: K) =>
  <P, V = never>(definition: Definition<U, P, V>): Unit<K, U, P> => ({ kind: word, ...definition })

/** The units of a table with their codecs, each made on first use: kinds may refer to each other. */
export const bind = <K extends string, U>(table: Table<K, U>, codecs: unknown): Readonly<Record<string, Bound<K, U>>> =>
  Object.fromEntries(
    Object.entries(table).map(([name, { kind, summary, params, use }]) => {
      let codec: AnyCodec | undefined
      return [
        name,
        {
          kind,
          summary,
          use,
          get params() {
            codec ??= typeof params === 'function' ? params(codecs as never) : params
            return codec
          },
        },
      ]
    }),
  )

type Siblings<F extends Readonly<Record<string, Field>>> = {
  readonly [N in keyof F]: F[N] extends Field<Codec<infer A>> ? A : never
}

/**
 * The codec of a kind: a choice among its units. It decodes to the chosen unit, applied to its parameters.
 *
 * Only here does a unit meet parameters of an unknown type. They fit: its own codec has just decoded them.
 *
 * @param noun what a file chooses, for messages ("a loss")
 * @param units the units; a function, because a kind may refer to itself
 * @param siblings the parameters that may stand beside every unit
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
