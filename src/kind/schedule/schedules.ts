import { cosine } from './cosine.ts'
import { exponential } from './exponential.ts'
import { linear } from './linear.ts'
import { step } from './step.ts'
import { warmUp } from './warmUp.ts'

/** Every schedule, listed by hand. */
export const schedules = { linear, cosine, step, exponential, warmUp } as const
