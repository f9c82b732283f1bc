import type { PostOperation } from '../capi/postOperation.ts'

/**
 * Activations by their names in tfjs.
 *
 * The relu of oneDNN turns NaN into 0, as it does in batch norm for training.
 */
const activations: Readonly<Record<string, (leakyAlpha: number) => readonly PostOperation[]>> = {
  linear: () => [],
  relu: () => [{ eltwise: 'relu', alpha: 0, beta: 0 }],
  relu6: () => [{ eltwise: 'clip', alpha: 0, beta: 6 }],
  leakyrelu: (alpha) => [{ eltwise: 'relu', alpha, beta: 0 }],
  elu: () => [{ eltwise: 'elu', alpha: 1, beta: 0 }],
  sigmoid: () => [{ eltwise: 'logistic', alpha: 0, beta: 0 }],
}

/**
 * The post-operations for the activation of a fused kernel.
 *
 * - Undefined for an activation that oneDNN cannot fuse with the meaning of tfjs.
 *
 * @param leakyAlpha slope of `leakyrelu` below 0; by default 0.2
 */
export const postOperationsOf = (
  activation: string | undefined,
  leakyAlpha: number | undefined,
): readonly PostOperation[] | undefined => activations[activation ?? 'linear']?.(leakyAlpha ?? 0.2)
