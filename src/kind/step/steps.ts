import { adversarial } from './adversarial.ts'
import { average } from './average/average.ts'
import { confident } from './label/confident.ts'
import { pseudoLabel } from './label/pseudoLabel.ts'
import { monitor } from './monitor.ts'
import { predict } from './predict/predict.ts'
import { record } from './record/record.ts'
import { update } from './update/update.ts'

/** Every step, listed by hand. */
export const steps = { predict, adversarial, monitor, pseudoLabel, confident, update, average, record } as const
