import type { Tensor2D } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { field, optional, reads, record as recordOf, writesLedger } from '../../../codec/index.ts'
import { filesOf, tensorOf } from '../../field/frame.ts'
import { defineStep } from '../step.ts'
import { ledgerRecords } from './ledgerRecords.ts'

const Params = recordOf({
  file: field(reads('files'), 'files of the images'),
  from: field(reads('distribution'), 'probabilities of the images'),
  mask: field(optional(reads('mask')), 'which labels are accepted; null for all', null),
  ledger: field(writesLedger, 'ledger to write', 'labels'),
})

/** Writes one row per image into a ledger: file, label, confidence, acceptance, and all probabilities. */
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
