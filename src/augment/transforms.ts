import { cropFlip } from './transform/cropFlip.ts'
import { cutout } from './transform/cutout.ts'
import { flip } from './transform/flip.ts'
import { randAugment } from './transform/randAugment.ts'
import { rotate90 } from './transform/rotate90.ts'

/** Every random operator that a policy can name, listed by hand. */
export const transforms = {
  cropFlip,
  cutout,
  flip,
  randAugment,
  rotate90,
} as const
