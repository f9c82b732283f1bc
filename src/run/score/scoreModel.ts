import type { DecodeParams } from '../../image/decodeParams.ts'
import type { LabeledImage } from '../../kind/source/imageSets.ts'
import type { Resources } from '../../kind/stage/stage.ts'
import type { ModelParts } from '../../kind/step/step.ts'
import type { World } from '../../kind/step/world.ts'
import type { Plan } from '../../pipeline/plan/plan.ts'
import type { DataError } from '../../prelude/errors.ts'
import type { Sequence } from '../../stream/sequence.ts'
import type { Way } from './evaluation.ts'
import type { Score } from './score.ts'
import { scoreImages } from './scoreImages.ts'

/** What scoring needs of a run. */
export interface Scoring {
  readonly plan: Plan
  readonly models: Readonly<Record<string, ModelParts>>
  readonly data: { readonly classes: readonly string[] }
  readonly resources: Resources
  readonly onFailure: (failure: DataError) => void
}

/** Images are decoded as the evaluation says, but in the size and the colors that the model takes. */
const decodeFor = ({ spec, models }: Plan, model: string): DecodeParams => {
  const [height, width, channels] = models[model]!.input
  return {
    ...spec.evaluate.decode,
    size: { height: Number(height), width: Number(width) },
    channels: channels === 1 ? 1 : 3,
  }
}

/** Scores a model of a world on labeled images, in each way. */
export const scoreModel = (
  { plan, models, data, resources, onFailure }: Scoring,
  images: Sequence<LabeledImage>,
  world: World,
  model: string,
  ways: readonly Way[],
): Promise<readonly Score[]> => {
  const { evaluate, limits } = plan.spec
  return scoreImages(
    {
      images: { labeled: images },
      decode: decodeFor(plan, model),
      views: evaluate.views,
      batch: evaluate.batch,
      concurrency: limits.concurrency,
      classes: data.classes.length,
      resources,
      onFailure,
    },
    models[model]!.network,
    world.models[model]!,
    ways,
  )
}
