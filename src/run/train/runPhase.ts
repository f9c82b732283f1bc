import * as E from 'fp-ts/lib/Either.js'
import { concatMap, lastValueFrom, takeWhile } from 'rxjs'
import { flowOf } from '../../pipeline/plan/phaseRuns.ts'
import type { RunError } from '../../prelude/errors.ts'
import { fold } from '../../prelude/key.ts'
import { settle } from '../../stream/item.ts'
import { advanceBy } from '../stream/advance.ts'
import { type PhaseSamples, phaseStream } from '../stream/phaseStream.ts'
import type { Progress } from '../stream/progress.ts'
import { acceptWorld } from './after/acceptWorld.ts'
import { inOrder, type PhaseContext, type Verdict } from './after/afterStep.ts'
import { announceStep } from './after/announceStep.ts'
import { checkpointEvery } from './after/checkpointEvery.ts'
import { evaluateEvery } from './after/evaluateEvery.ts'
import { recordStep } from './after/recordStep.ts'
import { stopWhen } from './after/stopWhen.ts'
import { loadOf } from './event.ts'
import type { Session } from './session.ts'

/** What follows a step, in order. */
const afterStep = inOrder(acceptWorld, recordStep, announceStep, evaluateEvery, checkpointEvery, stopWhen)

const originsOf = (samples: PhaseSamples): Progress['origins'] =>
  Object.fromEntries(Object.entries(samples).map(([name, items]) => [name, items.at(-1)!.origin]))

/**
 * Runs a phase to its end, one step for each batch. The next batch waits for everything that follows a step.
 *
 * - Fails if the samples cannot be opened, or if something that follows a step fails.
 *
 * @param from the progress that the phase starts at
 * @returns the progress at its end
 */
export const runPhase = async (
  session: Session,
  phase: PhaseContext,
  from: Progress,
): Promise<E.Either<RunError, Progress>> => {
  const { plan, models, data, resources, key, ledgers, onFailure, watch } = session
  const flow = flowOf(plan, phase.run.phase)
  const opened = phaseStream({
    flow,
    limits: plan.spec.limits,
    steps: phase.until,
    classes: data.classes,
    sets: { ...data.sets, ledger: ledgers.seenBy(phase.run) },
    resources,
    key: fold(key, 'phase', phase.run.name),
    progress: from,
    onFailure,
  })
  if (E.isLeft(opened)) return opened
  const { samples, collate, momentOf, branches, warnings } = opened.right
  for (const text of warnings) watch({ kind: 'warning', text })
  const advance = advanceBy(flow.steps, models)
  let progress = from
  const step = async (batch: PhaseSamples): Promise<Verdict> => {
    const advanced = advance(session.world, collate(batch), momentOf(progress))
    progress = { step: progress.step + 1, origins: originsOf(batch) }
    for (const items of Object.values(batch)) settle(items, 'used')
    return afterStep(session, phase, { advance: advanced, progress, load: () => loadOf(branches) })
  }
  const isUnder = (verdict: Verdict): boolean =>
    verdict === 'continue' && (phase.until === null || progress.step < phase.until)
  const last = await lastValueFrom(samples.pipe(concatMap(step), takeWhile(isUnder, true)), {
    defaultValue: 'continue' as Verdict,
  })
  return typeof last === 'string' ? E.right(progress) : E.left(last)
}
