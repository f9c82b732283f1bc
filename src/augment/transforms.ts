import { blur } from './transform/blur.ts'
import { colorJitter } from './transform/colorJitter.ts'
import { cropFlip } from './transform/cropFlip.ts'
import { cutout } from './transform/cutout.ts'
import { flip } from './transform/flip.ts'
import { grayscale } from './transform/grayscale.ts'
import { hsvJitter } from './transform/hsvJitter.ts'
import { randAugment } from './transform/randAugment.ts'
import { resizedCrop } from './transform/resizedCrop.ts'
import { rotate90 } from './transform/rotate90.ts'

/** Every random operator that a policy can name, listed by hand. */
export const transforms = {
  blur,
  colorJitter,
  cropFlip,
  cutout,
  flip,
  grayscale,
  hsvJitter,
  randAugment,
  resizedCrop,
  rotate90,
} as const
