import * as E from 'fp-ts/lib/Either.js'
import { type RunError, runError } from '../prelude/errors.ts'
import { render } from '../prelude/render.ts'
import {
  type Backend,
  type BackendName,
  type BackendOptions,
  backendNames,
  type Description,
  defaultOptions,
} from './backend.ts'
import { cpuBackend } from './cpuBackend.ts'
import { onednnBackend } from './onednnBackend.ts'
import { tensorflowBackend } from './tensorflowBackend.ts'
import { wasmBackend } from './wasmBackend.ts'

/** Every backend by name. */
export const backends: Readonly<Record<BackendName, Backend>> = {
  tensorflow: tensorflowBackend,
  onednn: onednnBackend,
  wasm: wasmBackend,
  cpu: cpuBackend,
}

/** The backend that computes from now on, and the reason. */
export interface Choice {
  readonly name: BackendName
  readonly description: Description
  /** The reason, for people: the user named it, or why `auto` passed over those before it. */
  readonly why: string
}

/** What one backend can do here. */
interface Report {
  readonly name: BackendName
  readonly found: E.Either<RunError, Description>
}

/** Probes every backend; `doctor` prints the result. */
export const probeBackends = async (
  options: BackendOptions = defaultOptions,
  known: Readonly<Record<BackendName, Backend>> = backends,
): Promise<readonly Report[]> => {
  const reports: Report[] = []
  for (const name of backendNames) reports.push({ name, found: await known[name].probe(options) })
  return reports
}

const passedOver = (name: BackendName, outcome: E.Either<RunError, Description>): string =>
  E.isLeft(outcome) ? `${name}: ${render(outcome.left)}` : `${name}: works, but on ${outcome.right.device}`

/**
 * Starts the backend of a name, or with `auto` the first that works.
 *
 * - `auto` tries tensorflow (only with a GPU), onednn, wasm and cpu, in this order.
 * - Fails if the named backend cannot run, and says what is missing. No other backend takes its place.
 * - Fails with `auto` if no backend works.
 */
export const chooseBackend = async (
  wanted: BackendName | 'auto',
  options: BackendOptions,
  known: Readonly<Record<BackendName, Backend>> = backends,
): Promise<E.Either<RunError, Choice>> => {
  if (wanted !== 'auto') {
    const outcome = await known[wanted].probe(options)
    if (E.isLeft(outcome))
      return E.left(runError(`The backend ${wanted} cannot run: ${outcome.left.reason}`, outcome.left.remedy))
    const started = await known[wanted].start(options)
    return E.map(() => ({ name: wanted, description: outcome.right, why: 'asked for by name' }))(started)
  }
  const skipped: string[] = []
  for (const name of backendNames) {
    const outcome = await known[name].probe(options)
    if (E.isRight(outcome) && outcome.right.preferred) {
      const started = await known[name].start(options)
      const why = skipped.length === 0 ? 'the first choice works' : `passed over ${skipped.join('; ')}`
      if (E.isRight(started)) return E.right({ name, description: outcome.right, why })
      skipped.push(passedOver(name, started))
    } else skipped.push(passedOver(name, outcome))
  }
  const { precision } = options
  const wantedMore = precision === 'float32' ? '' : ` in precision ${precision}`
  return E.left(runError(`No tensor backend works here${wantedMore}: ${skipped.join('; ')}`))
}
