import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { Facts, Resources, Stage, StageResult } from '../kind/definition.ts'
import type { FieldTypes } from '../kind/field/fieldType.ts'
import type { Frame } from '../kind/field/frame.ts'
import { type Key, keyOf } from '../prelude/key.ts'
import { accepting } from './accepting.ts'
import { arbitrary } from './arbitrary.ts'
import { givenTypes, namesFit, sampleClasses, sampleFrame } from './sample.ts'

/** One use of a stage: valid parameters, a frame with all that they read, and a key. */
export interface StageCase<P> {
  readonly params: P
  readonly given: FieldTypes
  readonly frame: Frame
  readonly key: Key
}

const facts: Facts = { classes: sampleClasses, heads: {}, averaged: new Set() }

const keepNothing: Resources = { keptPixels: () => null }

/**
 * Random uses of a stage, of those that a check would let pass.
 *
 * @param path of the image file that a field of kind `file` names
 */
export const stageCase = <P>(stage: Stage<P>, path = 'sample.png'): fc.Arbitrary<StageCase<P>> =>
  accepting(
    fc.tuple(arbitrary(stage.params), fc.nat()).map(([params, seed]) => {
      const given = givenTypes(stage, params)
      return { params, given, frame: sampleFrame(given, path, keyOf(seed)), key: keyOf(seed + 1) }
    }),
    ({ params, given }) => namesFit(stage, params, given) && E.isRight(stage.infer(params, given, facts)),
    `a use of ${stage.name} that a check lets pass`,
  )

const run = async <P>({ run: stageRun }: Stage<P>, { params, frame, key }: StageCase<P>): Promise<StageResult> =>
  stageRun(params, keepNothing)(frame, key)

/** Law: a stage that is asked twice, even anew, gives the same frames: all its chance is in the key. */
export const deterministic =
  <P>(stage: Stage<P>) =>
  async (use: StageCase<P>): Promise<boolean> =>
    isDeepStrictEqual(await run(stage, use), await run(stage, use))

/** Law: a stage does not write to what it is given. */
export const pure =
  <P>(stage: Stage<P>) =>
  async (use: StageCase<P>): Promise<boolean> => {
    const before = structuredClone(use)
    await run(stage, use)
    return isDeepStrictEqual(use, before)
  }

const tells = (result: StageResult): boolean =>
  E.isRight(result)
    ? Array.isArray(result.right)
    : result.left._tag === 'DataError' && result.left.file !== '' && result.left.reason !== ''

/** Law: every frame ends as frames or as an error that names file and reason; nothing is lost in a rejection or a throw. */
export const conserves =
  <P>(stage: Stage<P>) =>
  async (use: StageCase<P>): Promise<boolean> =>
    tells(await run(stage, use))

const sizeFits = (value: Frame[string], { kind, shape }: FieldTypes[string]): boolean => {
  switch (kind) {
    case 'image':
      return (
        typeof value === 'object' &&
        'data' in value &&
        isDeepStrictEqual([value.height, value.width, value.channels], shape)
      )
    case 'stack':
      return (
        Array.isArray(value) &&
        value.length === shape[0] &&
        value.every((view) => sizeFits(view, { kind: 'image', shape: shape.slice(1) }))
      )
    case 'category':
      return typeof value === 'number' && (typeof shape[0] !== 'number' || value < shape[0])
    case 'share':
      return typeof value === 'number' && value >= 0 && value <= 1
    case 'vector':
      return Array.isArray(value) && value.length === shape[0]
    default:
      return typeof value === 'object'
  }
}

/** Law: a stage adds to a frame exactly the fields that it declares, of the kinds and sizes that it declares, and keeps all others. */
export const declares =
  <P>(stage: Stage<P>) =>
  async (use: StageCase<P>): Promise<boolean> => {
    const declared = stage.infer(use.params, use.given, facts)
    const result = await run(stage, use)
    if (E.isLeft(declared) || E.isLeft(result)) return E.isRight(declared)
    const names = [...new Set([...Object.keys(use.frame), ...Object.keys(declared.right)])].sort()
    return result.right.every(
      (frame) =>
        isDeepStrictEqual(Object.keys(frame).sort(), names) &&
        Object.entries(declared.right).every(([name, type]) => sizeFits(frame[name]!, type)),
    )
  }
