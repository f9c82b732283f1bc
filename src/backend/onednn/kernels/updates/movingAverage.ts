import type { NamedTensorInfoMap } from '@tensorflow/tfjs-core'
import { defineKernel, type Kernel } from '../defineKernel.ts'
import { likeEach, numbered } from './tensorLists.ts'

/** Moving averages of tensors, as plain loops. */
export const movingAverage: Kernel = defineKernel<NamedTensorInfoMap, { count: number; decay: number }>(
  'MovingAverage',
  (backend, inputs, { count, decay }) => {
    const averages = numbered(inputs, 'a', count)
    const values = numbered(inputs, 'x', count)
    const outputs = likeEach(backend, averages)
    for (let i = 0; i < count; i++) {
      const a = backend.floats(averages[i]!)
      const x = backend.floats(values[i]!)
      const out = backend.floats(outputs[i]!)
      // all arrays have one length
      for (let j = 0; j < out.length; j++) out[j] = decay * (a[j] as number) + (1 - decay) * (x[j] as number)
    }
    return outputs
  },
)
