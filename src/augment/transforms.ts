import { affine } from './transform/affine.ts'
import { blur } from './transform/blur.ts'
import { colorJitter } from './transform/colorJitter.ts'
import { cropAt } from './transform/cropAt.ts'
import { cropFlip } from './transform/cropFlip.ts'
import { cutout } from './transform/cutout.ts'
import { dropPixels } from './transform/dropPixels.ts'
import { enhance } from './transform/enhance.ts'
import { euclidean } from './transform/euclidean.ts'
import { flip } from './transform/flip.ts'
import { grayscale } from './transform/grayscale.ts'
import { hsvJitter } from './transform/hsvJitter.ts'
import { projective } from './transform/projective.ts'
import { randAugment } from './transform/randAugment.ts'
import { resizedCrop } from './transform/resizedCrop.ts'
import { rotate90 } from './transform/rotate90.ts'
import { similarity } from './transform/similarity.ts'

/** Every operator on pictures that a policy can name, listed by hand. */
export const transforms = {
  affine,
  blur,
  colorJitter,
  cropAt,
  cropFlip,
  cutout,
  dropPixels,
  enhance,
  euclidean,
  flip,
  grayscale,
  hsvJitter,
  projective,
  randAugment,
  resizedCrop,
  rotate90,
  similarity,
} as const
