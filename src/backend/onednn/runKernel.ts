import { engine } from '@tensorflow/tfjs-core'

/** The engine that owns every tensor; used by gradient functions to call kernels of ours. */
export const runKernel = <T>(
  name: string,
  inputs: Record<string, unknown>,
  attributes: Record<string, unknown> = {},
): T => engine().runKernel(name, inputs as never, attributes as never) as T // kernels are looked up by name in tfjs
