import { type Plan, weightsOf } from '../../pipeline/plan/plan.ts'
import type { RunFolder } from '../folder/runFolder.ts'
import { type Figures, figures, waysOf } from '../score/evaluation.ts'
import type { PreparedRun } from './prepareRun.ts'
import type { Trained } from './train.ts'

/** What a run ended with. */
export interface RunResult {
  readonly name: string
  readonly folder: RunFolder
  readonly plan: Plan
  readonly classes: readonly string[]
  readonly labels: number
  /** Number of images in each set. */
  readonly sets: Readonly<Record<string, number>>
  readonly trained: Trained
  readonly figures: readonly Figures[]
  readonly quarantined: number
}

/** The result of a run that has trained. */
export const resultOf = (
  { sets, plan }: Pick<PreparedRun, 'sets' | 'plan'>,
  folder: RunFolder,
  trained: Trained,
  quarantined: number,
): RunResult => {
  const { lastCount, model, views } = plan.spec.evaluate
  const ways = waysOf(weightsOf(plan, model), views)
  const labels = sets.sets.labeled.length
  return {
    name: plan.spec.name,
    folder,
    plan,
    classes: sets.classes,
    labels,
    sets: {
      labeled: labels,
      unlabeled: sets.sets.unlabeled.length,
      validation: sets.validation?.length ?? 0,
      test: sets.test?.length ?? 0,
    },
    trained,
    figures: ways.map((way) => figures(trained.evaluations, way, lastCount)),
    quarantined,
  }
}
