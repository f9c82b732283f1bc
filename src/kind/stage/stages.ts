import { augment } from './augment.ts'
import { decode } from './decode.ts'
import { exemplars } from './exemplars.ts'
import { rotations } from './rotations.ts'
import { views } from './views.ts'

/** Every stage, listed by hand. */
export const stages = { decode, augment, rotations, exemplars, views } as const
