import type { Tensor2D } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { field, optional, reads, record as recordOf, writesLedger } from '../../../codec/index.ts'
import { filesOf, tensorOf } from '../../field/frame.ts'
import { defineStep } from '../step.ts'
import { ledgerRecords } from './ledgerRecords.ts'

const Params = recordOf({
  file: field(reads('files'), 'the files'),
  from: field(reads('distribution'), 'the probabilities'),
  mask: field(optional(reads('mask')), 'which of them are accepted; all when left out', null),
  ledger: field(writesLedger, 'the ledger that is written', 'labels'),
})

/** Writes one row for each image into a ledger: file, label, confidence, whether it was accepted, and all probabilities. */
export const record = defineStep({
  name: 'record',
  summary: 'writes the pseudo-label of each image into a ledger',
  example: { record: { file: 'everything.file', from: 'everything.probabilities', ledger: 'labels' } },
  params: Params,
  use: ({ file, from, mask, ledger }) => ({
    infer: () => E.right({}),
    run: () => (_world, batch) => {
      const probabilities = tensorOf(batch, from) as Tensor2D
      const [, classes] = probabilities.shape
      const values = probabilities.dataSync<'float32'>()
      const accepted = mask === null ? null : tensorOf(batch, mask).dataSync()
      const accepts = (i: number): boolean => accepted === null || accepted[i]! > 0
      return { records: { ledger, rows: ledgerRecords(filesOf(batch, file), values, classes, accepts) } }
    },
  }),
})
