import type { Network } from './network.ts'

/**
 * The network whose frozen norms go by their moving statistics in every pass, as at inference: what is frozen does the same to an image in any batch.
 *
 * Paper: Touvron et al., Fixing the train-test resolution discrepancy, NeurIPS 2019, as in the code of Noisy Student, which freezes norms with their layers.
 */
export const freezeNorms = (network: Network, isFrozen: (statistic: string) => boolean): Network => ({
  ...network,
  apply: (variables, images, mode) => network.apply(variables, images, { ...mode, isFrozen }),
})
