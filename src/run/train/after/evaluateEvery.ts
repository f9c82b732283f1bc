import type { LabeledImage } from '../../../kind/source/imageSets.ts'
import type { Sequence } from '../../../stream/sequence.ts'
import type { Evaluation } from '../../score/evaluation.ts'
import { accuracyOf } from '../../score/score.ts'
import { scoreModel } from '../../score/scoreModel.ts'
import type { Session } from '../session.ts'
import { type AfterStep, isLast, type PhaseContext, type Stepped, type Verdict } from './afterStep.ts'

const accuracies = async (
  session: Session,
  images: Sequence<LabeledImage> | null,
): Promise<readonly (number | null)[]> => {
  const { ways, plan, world } = session
  return images === null
    ? ways.map(() => null)
    : (await scoreModel(session, images, world, plan.spec.evaluate.model, ways)).map(accuracyOf)
}

/** Evaluates the model on validation and test images, in every way. */
export const evaluateNow = async (session: Session): Promise<void> => {
  const { data, ways, steps, records, watch, evaluations } = session
  const validation = await accuracies(session, data.validation)
  const test = await accuracies(session, data.test)
  const evaluation: Evaluation = {
    step: steps,
    scores: ways.map((way, i) => ({ ...way, validation: validation[i] ?? null, test: test[i] ?? null })),
  }
  evaluations.push(evaluation)
  records.addMetrics({ step: steps, evaluation })
  watch({ kind: 'evaluation', evaluation })
}

/** Whether the run evaluates and saves after a step: every `evaluate.every` steps of a phase, and the last. */
export const isDue = ({ plan }: Session, phase: PhaseContext, step: Stepped): boolean =>
  step.progress.step % plan.spec.evaluate.every === 0 || isLast(phase, step)

/** Evaluates when it is due, in phases that train the evaluated model. */
export const evaluateEvery: AfterStep = async (session, phase, step): Promise<Verdict> => {
  if (phase.evaluated && isDue(session, phase, step)) await evaluateNow(session)
  return 'continue'
}
