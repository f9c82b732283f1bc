import { labeledImages } from './labeledImages.ts'
import { ledgerImages } from './ledgerImages.ts'
import { unlabeledImages } from './unlabeledImages.ts'

/** Every source, listed by hand. */
export const sources = { labeledImages, unlabeledImages, ledgerImages } as const
