import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { Unit } from '../codec/index.ts'
import type { FieldTypes } from '../kind/field/fieldType.ts'
import type { Frame } from '../kind/field/frame.ts'
import type { Resources, Stage, StageResult } from '../kind/stage/stage.ts'
import { type Key, keyOf } from '../prelude/key.ts'
import { accepting } from './accepting.ts'
import { arbitrary } from './arbitrary.ts'
import { paramsOf } from './paramsOf.ts'
import { givenTypes, hasType, namesFit, sampleFacts, sampleFrame } from './sample.ts'

type StageUnit<P> = Unit<'stage', Stage, P>

/** One use of a stage: valid parameters, a frame with the fields that they read, and a key. */
export interface StageCase<P> {
  readonly params: P
  readonly given: FieldTypes
  readonly frame: Frame
  readonly key: Key
}

const keepNothing: Resources = { kept: () => null }

/**
 * Random uses of a stage that pass a check.
 *
 * @param path the image file in the fields of the kind `file`
 */
export const stageCase = <P>(stage: StageUnit<P>, path = 'sample.png'): fc.Arbitrary<StageCase<P>> =>
  accepting(
    fc.tuple(arbitrary(paramsOf(stage)), fc.nat()).map(([params, seed]): StageCase<P> => {
      const given = givenTypes(stage, params)
      return { params, given, frame: sampleFrame(given, path, keyOf(seed)), key: keyOf(seed + 1) }
    }),
    ({ params, given }) => namesFit(stage, params, given) && E.isRight(stage.use(params).infer(given, sampleFacts)),
    `a use of ${stage.name} that a check lets pass`,
  )

const run = async <P>({ use }: StageUnit<P>, { params, frame, key }: StageCase<P>): Promise<StageResult> =>
  use(params).run(keepNothing)(frame, key)

/**
 * Law: all chance of a stage is in the key. It gives the same frames twice, even if applied to its parameters
 * again.
 */
export const deterministic =
  <P>(stage: StageUnit<P>) =>
  async (use: StageCase<P>): Promise<boolean> =>
    isDeepStrictEqual(await run(stage, use), await run(stage, use))

/** Law: a stage does not change the frame that it receives. */
export const pure =
  <P>(stage: StageUnit<P>) =>
  async ({ given, frame, key, params }: StageCase<P>): Promise<boolean> => {
    const before = structuredClone(frame)
    await run(stage, { given, frame, key, params })
    return isDeepStrictEqual(frame, before)
  }

const reports = (result: StageResult): boolean =>
  E.isRight(result)
    ? Array.isArray(result.right)
    : result.left._tag === 'DataError' && result.left.file !== '' && result.left.reason !== ''

/** Law: every frame becomes frames, or an error with file and reason. A stage neither throws nor rejects. */
export const conserves =
  <P>(stage: StageUnit<P>) =>
  async (use: StageCase<P>): Promise<boolean> =>
    reports(await run(stage, use))

/**
 * Law: a stage adds exactly the fields that it declares, with their kinds and sizes, and keeps all others.
 */
export const declares =
  <P>(stage: StageUnit<P>) =>
  async (use: StageCase<P>): Promise<boolean> => {
    const declared = stage.use(use.params).infer(use.given, sampleFacts)
    const result = await run(stage, use)
    if (E.isLeft(declared) || E.isLeft(result)) return E.isRight(declared)
    const names = [...new Set([...Object.keys(use.frame), ...Object.keys(declared.right)])].sort()
    return result.right.every(
      (frame) =>
        isDeepStrictEqual(Object.keys(frame).sort(), names) &&
        Object.entries(declared.right).every(([name, type]) => hasType(frame[name], type)),
    )
  }
