import { blur } from './color/blur.ts'
import { colorJitter } from './color/colorJitter.ts'
import { enhance } from './color/enhance.ts'
import { grayscale } from './color/grayscale.ts'
import { hsvJitter } from './color/hsvJitter.ts'
import { cutout } from './erase/cutout.ts'
import { dropPixels } from './erase/dropPixels.ts'
import { randAugment } from './randAugment.ts'
import { affine } from './warp/affine.ts'
import { cropAt } from './warp/cropAt.ts'
import { cropFlip } from './warp/cropFlip.ts'
import { euclidean } from './warp/euclidean.ts'
import { flip } from './warp/flip.ts'
import { projective } from './warp/projective.ts'
import { resizedCrop } from './warp/resizedCrop.ts'
import { rotate90 } from './warp/rotate90.ts'
import { similarity } from './warp/similarity.ts'

/** Every transform that a policy can name, listed by hand. */
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
