import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../backend.ts'
import type { ConvolutionOperation } from './convolutionOperation.ts'

/** The address of a filter in the layout of a convolution. A reordered copy lives as long as the filter. */
export const weightsFor = (
  backend: OneDnnBackend,
  filter: TensorInfo,
  key: string,
  { reorder, weightBytes }: ConvolutionOperation,
): number =>
  reorder === undefined
    ? backend.address(filter)
    : backend.derived(filter, key, weightBytes, ({ address }) => reorder.run([backend.address(filter), address]))
        .address
