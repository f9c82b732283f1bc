import { describe, expect, test } from 'vitest'
import { cifarBatch } from '../../../src/data/import/cifarRecords.ts'

describe('cifarBatch', () => {
  test.each([
    ['data_batch_1.bin', { half: 'train', first: 0 }],
    ['cifar-10-batches-bin/data_batch_5.bin', { half: 'train', first: 40_000 }],
    ['x/test_batch.bin', { half: 'test', first: 0 }],
    ['data_batch_6.bin', undefined],
    ['my_data_batch_1.bin', undefined],
    ['data_batch_1.bin.txt', undefined],
    ['batches.meta.txt', undefined],
  ])('%s', (file, batch) => expect(cifarBatch(file)).toEqual(batch))
})
