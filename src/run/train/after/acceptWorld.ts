import { handOver } from '../../../kind/step/handOver.ts'
import { runError } from '../../../prelude/errors.ts'
import type { AfterStep } from './afterStep.ts'

/**
 * The world of a step replaces the one before it, unless a metric is not finite: then the run fails and names the metric, and the last good checkpoint
 * stays.
 *
 * Law: afterwards exactly one of the two worlds is alive.
 */
export const acceptWorld: AfterStep = (session, _phase, { advance }) => {
  const { metrics, world } = advance
  const bad = Object.keys(metrics).find((name) => !Number.isFinite(metrics[name]))
  if (bad !== undefined) {
    handOver(world, session.world)
    return runError(
      `The loss term ${bad} is ${metrics[bad]} at step ${session.steps + 1}`,
      'The last good checkpoint is kept; try a smaller rate, or clip the gradient (optimizer: [{ clipNorm: { norm: 1 } }, sgd])',
    )
  }
  handOver(session.world, world)
  session.world = world
  session.steps++
  return 'continue'
}
