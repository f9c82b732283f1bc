import type { DecodeParams } from '../../image/decodeParams.ts'
import type { LabeledImage, ModelParts, Resources } from '../../kind/definition.ts'
import type { World } from '../../kind/step/world.ts'
import type { Plan } from '../../pipeline/plan/plan.ts'
import type { DataError } from '../../prelude/errors.ts'
import type { Sequence } from '../../stream/sequence.ts'
import { evaluate } from './evaluate.ts'
import type { Way } from './evaluation.ts'
import type { Score } from './score.ts'

export interface Scorer {
  readonly plan: Plan
  readonly models: Readonly<Record<string, ModelParts>>
  readonly classes: number
  readonly resources: Resources
  readonly onFailure: (failure: DataError) => void
}

/** Images are decoded as the evaluation says, in the size that the model takes. */
const decodeFor = ({ spec, models }: Plan, model: string): DecodeParams => {
  const [height, width] = models[model]!.input
  return { ...spec.evaluate.decode, size: { height: Number(height), width: Number(width) } }
}

/** How good any model of a world is on labeled images, in each of the ways that are asked for. */
export const scorer =
  ({ plan, models, classes, resources, onFailure }: Scorer) =>
  (images: Sequence<LabeledImage>, world: World, model: string, ways: readonly Way[]): Promise<readonly Score[]> => {
    const { evaluate: measured, limits } = plan.spec
    return evaluate(
      {
        images: { labeled: images },
        decode: decodeFor(plan, model),
        views: measured.views,
        batch: measured.batch,
        concurrency: limits.concurrency,
        classes,
        resources,
        onFailure,
      },
      models[model]!.network,
      world.models[model]!,
      ways,
    )
  }
