import type { Network } from './network.ts'

/**
 * Makes frozen norms use their moving statistics in every pass, as at inference.
 *
 * A frozen layer then gives an image the same features in any batch.
 *
 * Paper: Touvron et al., Fixing the train-test resolution discrepancy, NeurIPS 2019, as in the code of Noisy
 * Student, which freezes norms with their layers.
 */
export const freezeNorms = (network: Network, isFrozen: (statistic: string) => boolean): Network => ({
  ...network,
  apply: (variables, images, mode, heads) => network.apply(variables, images, { ...mode, isFrozen }, heads),
  joint: (variables, features, mode, head) => network.joint(variables, features, { ...mode, isFrozen }, head),
})
