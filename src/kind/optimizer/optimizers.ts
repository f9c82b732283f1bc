import { adam, adamW } from './adam.ts'
import { adaptive } from './adaptive.ts'
import { clipNorm } from './clipNorm.ts'
import { clipValue } from './clipValue.ts'
import { lars } from './lars.ts'
import { momentum } from './momentum.ts'
import { rate } from './rate.ts'
import { sgd } from './sgd.ts'
import { weightDecay } from './weightDecay.ts'

/** Every optimizer and part of one, listed by hand. */
export const optimizers = {
  sgd,
  adam,
  adamW,
  clipNorm,
  clipValue,
  weightDecay,
  lars,
  momentum,
  adaptive,
  rate,
} as const
