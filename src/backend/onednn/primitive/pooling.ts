import { type PoolingAlgorithm, type Propagation, poolingAlgorithm, propagation } from '../capi/constants.ts'
import type { Descriptor } from '../capi/descriptor.ts'
import { dims64 } from '../capi/dims64.ts'
import type { Makers } from '../capi/makers.ts'
import { pointers } from '../capi/pointers.ts'
import { type Window, windowValues } from '../capi/window.ts'

export interface PoolingShape extends Window {
  readonly algorithm: PoolingAlgorithm
  readonly source: Descriptor
  readonly destination: Descriptor
  readonly kernel: readonly number[]
}

const versions = { 2: { name: 'pooling_v2' }, 3: { name: 'pooling' } }

const valuesOf = (p: PoolingShape): readonly unknown[] => {
  const [strides, ...others] = windowValues(p)
  return [poolingAlgorithm[p.algorithm], p.source, p.destination, strides, dims64(p.kernel), ...others]
}

/**
 * Binds pooling and its gradient.
 *
 * Version 2 has second constructors for dilated windows. Version 3 has only those, under the plain name.
 */
export const bindPooling = ({ major, forward, backward }: Makers) => {
  const { name } = versions[major]
  const bytes = 3288
  const ofOutput = forward({ name: `${name}_forward`, bytes, parameters: ['int', 'int', ...pointers(7)] })
  const ofSource = backward({ name: `${name}_backward`, bytes, parameters: ['int', ...pointers(7)] })
  return {
    poolingForward: (operation: string, kind: Propagation, p: PoolingShape): number =>
      ofOutput(operation, [propagation[kind], ...valuesOf(p)], []),
    poolingBackward: (operation: string, p: PoolingShape, forward: number): number =>
      ofSource(operation, valuesOf(p), forward),
  }
}
