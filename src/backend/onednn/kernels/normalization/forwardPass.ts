import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../../backend.ts'
import type { PooledBuffer } from '../../memory/bufferPool.ts'
import type { Form } from '../../shape/form.ts'
import type { Normalization } from './normalization.ts'

const forms: readonly Form[] = ['float32', 'bfloat16', 'blocked', 'blockedBfloat16']

/** The mask has the form of its image, so the name contains the form. */
const maskName = (form: Form): string => `relu mask, ${form}`

/** The relu mask of a form that travels with `y`. */
export const maskOf = (backend: OneDnnBackend, y: TensorInfo, form: Form): PooledBuffer | undefined =>
  backend.entry(y.dataId).derived?.get(maskName(form))

/** The form of the relu mask that travels with `y`; undefined if there is none. */
export const maskFormOf = (backend: OneDnnBackend, y: TensorInfo): Form | undefined =>
  forms.find((form) => maskOf(backend, y, form) !== undefined)

/** The tensors that a forward pass reads. */
export interface NormalizationInputs {
  readonly x: TensorInfo
  readonly scale: TensorInfo
  readonly offset: TensorInfo
}

/** Runs the forward pass into existing outputs, and returns the relu mask if there is one. */
export const normalize = (
  backend: OneDnnBackend,
  { forward, maskBytes, form }: Normalization,
  { x, scale, offset }: NormalizationInputs,
  [y, mean, variance]: readonly [TensorInfo, TensorInfo, TensorInfo],
): PooledBuffer | undefined => {
  const addresses = [
    ...[x, y].map((info) => backend.address(info, form)),
    ...[mean, variance, scale, offset].map((info) => backend.address(info)),
  ]
  if (maskBytes === 0) {
    forward.run(addresses)
    return undefined
  }
  return backend.derived(y, maskName(form), maskBytes, (mask) => forward.run([...addresses, mask.address]))
}

/** The mask that travels with `y`. If it has none, the mask of a forward pass into `y`. */
export const normalizeAgain = (
  backend: OneDnnBackend,
  normalization: Normalization,
  inputs: NormalizationInputs,
  y: TensorInfo,
): PooledBuffer | undefined => {
  const previous = maskOf(backend, y, normalization.form)
  if (previous !== undefined) return previous
  const channels = [inputs.x.shape.at(-1) ?? 1]
  const mean = backend.output(channels)
  const variance = backend.output(channels)
  const mask = normalize(backend, normalization, inputs, [y, mean, variance])
  backend.disposeData(mean.dataId)
  backend.disposeData(variance.dataId)
  return mask
}
