import type { AnyOperator } from '../operator/definition.ts'
import { augment } from '../stage/augment.ts'
import { balance } from '../stage/balance.ts'
import { batch } from '../stage/batch.ts'
import { decode } from '../stage/decode.ts'
import { exemplars } from '../stage/exemplars.ts'
import { labeledImages } from '../stage/labeledImages.ts'
import { ledgerImages } from '../stage/ledgerImages.ts'
import { repeat } from '../stage/repeat.ts'
import { rotations } from '../stage/rotations.ts'
import { shuffle } from '../stage/shuffle.ts'
import { take } from '../stage/take.ts'
import { unlabeledImages } from '../stage/unlabeledImages.ts'
import { views } from '../stage/views.ts'
import { zip } from '../stage/zip.ts'
import { adversarial } from '../step/adversarial.ts'
import { average } from '../step/average.ts'
import { confident } from '../step/confident.ts'
import { monitor } from '../step/monitor.ts'
import { predict } from '../step/predict.ts'
import { pseudoLabel } from '../step/pseudoLabel.ts'
import { record } from '../step/record.ts'
import { update } from '../step/update.ts'

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
