import { handOver } from '../../../kind/step/handOver.ts'
import { runError } from '../../../prelude/errors.ts'
import type { AfterStep } from './afterStep.ts'

/**
 * Replaces the world by the one that a step computed.
 *
 * - Fails if a metric is not finite, and names it. The old world stays.
 *
 * Law: afterwards exactly one of the two worlds is alive.
 */
export const acceptWorld: AfterStep = (session, _phase, { advance }) => {
  const { metrics, world } = advance
  const bad = Object.keys(metrics).find((name) => !Number.isFinite(metrics[name]))
  if (bad !== undefined) {
    handOver(world, session.world)
    return runError(
      `${bad} is ${metrics[bad]} at step ${session.steps + 1}`,
      'The last good checkpoint is kept; try a smaller rate, or clip the gradient (optimizer: [{ clipNorm: { norm: 1 } }, sgd])',
    )
  }
  handOver(session.world, world)
  session.world = world
  session.steps++
  return 'continue'
}
