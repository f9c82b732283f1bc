import type { Type } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import { type Codec, decode } from '../../codec/index.ts'
import { render } from '../../prelude/render.ts'

const read = (shape: Codec<unknown>['shape']['kind'], text: string): unknown => {
  if (shape !== 'number') return text
  const number = Number(text)
  return text.trim() === '' || Number.isNaN(number) ? text : number
}

/** The type of a command line option, from a codec: the same ranges and messages as in a pipeline file. */
export const codecType = <A>(codec: Codec<A>): Type<string, A> => ({
  displayName:
    codec.shape.kind === 'choice' ? codec.shape.values.join('|') : codec.shape.kind === 'number' ? 'number' : 'text',
  from: async (text) => {
    const result = decode(codec)(read(codec.shape.kind, text))
    if (E.isLeft(result)) throw new Error(result.left.map(render).join('; '))
    return result.right
  },
})
