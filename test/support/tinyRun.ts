import { join } from 'node:path'
import type { Photos } from './photos.ts'

const values = {
  size: 8,
  channels: 1,
  flip: 0,
  batch: 2,
  steps: 4,
  every: 2,
  rate: 0.01,
  'models.student.network.smallConv.channels': '[4]',
}

/** The arguments of a run that takes a second, with a tiny network and a few steps. */
export const tinyRun = (
  name: string,
  { root, labeled, unlabeled, test }: Photos,
  set: Readonly<Record<string, string | number>> = {},
): readonly string[] => {
  const unlabeledBatch = name === 'supervised' ? {} : { unlabeledBatch: 4 }
  const all = Object.entries({ ...values, ...unlabeledBatch, ...set })
  return [
    ...[
      'run',
      name,
      '--labeled',
      labeled,
      '--unlabeled',
      unlabeled,
      '--test',
      test,
      '--seed',
      '5',
      '--backend',
      'wasm',
    ],
    ...['--labels-per-class', '4', '--validation-per-class', '2', '--out', join(root, 'run')],
    ...all.flatMap(([key, value]) => ['--set', `${key}=${value}`]),
  ]
}
