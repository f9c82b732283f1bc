import type { AnyOperator } from './definition.ts'
import { batch } from './join/batch.ts'
import { zip } from './join/zip.ts'
import { balance } from './order/balance.ts'
import { repeat } from './order/repeat.ts'
import { shuffle } from './order/shuffle.ts'
import { take } from './order/take.ts'
import { labeledImages } from './source/labeledImages.ts'
import { ledgerImages } from './source/ledgerImages.ts'
import { unlabeledImages } from './source/unlabeledImages.ts'
import { augment } from './stage/augment.ts'
import { decode } from './stage/decode.ts'
import { exemplars } from './stage/exemplars.ts'
import { rotations } from './stage/rotations.ts'
import { views } from './stage/views.ts'
import { adversarial } from './step/adversarial.ts'
import { average } from './step/average.ts'
import { confident } from './step/confident.ts'
import { monitor } from './step/monitor.ts'
import { predict } from './step/predict.ts'
import { pseudoLabel } from './step/pseudoLabel.ts'
import { record } from './step/record.ts'
import { update } from './step/update/update.ts'

/** Operators by name. */
export type Registry = Readonly<Record<string, AnyOperator>>

/** Every operator of Understudy, listed by hand: a definition that is not here does not exist. Users' operators are added to a copy of it. */
export const operators = {
  labeledImages,
  unlabeledImages,
  ledgerImages,
  balance,
  shuffle,
  repeat,
  take,
  decode,
  augment,
  rotations,
  exemplars,
  views,
  batch,
  zip,
  predict,
  adversarial,
  monitor,
  pseudoLabel,
  confident,
  update,
  average,
  record,
} as const satisfies Registry
