import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Arm, isFinished, valuesOf } from '../../../bench/methods/arm.ts'
import { runFolder, writeResult } from '../../../bench/methods/files.ts'
import type { Method, Setting, Values } from '../../../bench/methods/protocol.ts'
import { folderWith } from '../../support/folder.ts'

const setting: Setting = {
  dataSet: 'cifar10',
  labelsPerClass: 4,
  validationPerClass: 4,
  channels: [4],
  values: { size: 8, rate: 0.1 },
}

const method: Method = {
  values: { threshold: 0.9 },
  models: { student: 0 },
  parts: [{ phase: 'train', param: 'steps', share: 1, moments: {}, like: null }],
}

const armIn = (out: string): Arm => ({
  ...{ settingName: 'cifar-4', setting, methodName: 'pseudo-label', method, seed: 3, threads: 1, commit: 'abc', out },
  folders: { labeled: 'l', unlabeled: 'u', test: 't', trial: 'r', truth: 'truth' },
  calibrated: { values: {}, backend: 'onednn', phases: [], steps: { steps: 20 } },
})

/** The result of an arm that got these values. */
const finish = ({ out }: Arm, values: Values): void =>
  writeResult(runFolder(out, 'cifar-4', 'pseudo-label', 3), {
    ...{ setting: 'cifar-4', method: 'pseudo-label', seed: 3, values, threads: 1, commit: 'older', backend: 'onednn' },
    ...{ steps: 20, accuracy: 0.5, figures: [], seconds: 1, imagesPerSecond: 2 },
  })

test('an arm without a result is not finished', () => expect(isFinished(armIn(folderWith({})))).toBe(false))

test('an arm is finished by the same values in any order, whatever the commit', () => {
  const arm = armIn(folderWith({}))
  finish(arm, Object.fromEntries(Object.entries(valuesOf(arm)).reverse()))
  expect(isFinished(arm)).toBe(true)
})

test.each<[string, Values]>([
  ['another value', { threshold: 0.95 }],
  ['other steps', { steps: 21 }],
  ['one value more', { flip: 0.5 }],
])('%s: an error says what to do', (_, change) => {
  const arm = armIn(folderWith({}))
  finish(arm, { ...valuesOf(arm), ...change })
  const folder = join(arm.out, 'cifar-4/pseudo-label/seed-3')
  expect(() => isFinished(arm)).toThrow(
    new Error(`${folder} was run with other values or steps: choose another --out, or delete it and its .json`),
  )
})
