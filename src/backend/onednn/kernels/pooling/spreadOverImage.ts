import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../../backend.ts'
import { poolingInfo } from './poolingInfo.ts'
import { poolingFor } from './poolingOperation.ts'

/** The gradient of the mean of each channel of an image, in the form of the image. */
export const spreadOverImage = (backend: OneDnnBackend, dy: TensorInfo, x: TensorInfo): TensorInfo => {
  const [n = 1, h = 1, w = 1, c = 1] = x.shape
  const info = poolingInfo(x.shape, { filterSize: [h, w], strides: 1, pad: 'valid' })
  const { backward, form } = poolingFor(backend, x, info, 'averageOfInside')
  const dx = backend.outputOf(x.shape, form)
  const outer = backend.reshaped(dy, [n, 1, 1, c])
  backward.run([backend.address(outer, form), backend.address(dx, form)])
  backend.disposeData(outer.dataId)
  return dx
}
