import { adversarial } from './adversarial.ts'
import { average } from './average.ts'
import { confident } from './confident.ts'
import { monitor } from './monitor.ts'
import { predict } from './predict.ts'
import { pseudoLabel } from './pseudoLabel.ts'
import { record } from './record.ts'
import { update } from './update/update.ts'

/** Every step, listed by hand. */
export const steps = { predict, adversarial, monitor, pseudoLabel, confident, update, average, record } as const
