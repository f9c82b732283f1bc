import type { PostOperation } from '../capi/postOperation.ts'

/** Activations by the names of tfjs. The relu of oneDNN turns NaN into 0, here as in the batch norm of training. */
const activations: Readonly<Record<string, (leakyAlpha: number) => readonly PostOperation[]>> = {
  linear: () => [],
  relu: () => [{ eltwise: 'relu', alpha: 0, beta: 0 }],
  relu6: () => [{ eltwise: 'clip', alpha: 0, beta: 6 }],
  leakyrelu: (alpha) => [{ eltwise: 'relu', alpha, beta: 0 }],
  elu: () => [{ eltwise: 'elu', alpha: 1, beta: 0 }],
  sigmoid: () => [{ eltwise: 'logistic', alpha: 0, beta: 0 }],
}

/** The post-operations of a fused kernel's activation; undefined for those that oneDNN does not fuse as tfjs means them. */
export const postOperationsOf = (
  activation: string | undefined,
  leakyAlpha: number | undefined,
): readonly PostOperation[] | undefined => activations[activation ?? 'linear']?.(leakyAlpha ?? 0.2)
