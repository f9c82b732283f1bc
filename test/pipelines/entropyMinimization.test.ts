import { beforeAll, expect, test } from 'vitest'
import { tinyFolder } from '../support/images.ts'
import { modelsOf, trained } from '../support/trained.ts'
import { useBackend } from '../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

test('law: lambda = 0 reproduces supervised training to the bit, batch norm statistics and average too', async () => {
  const labeled = await tinyFolder(6)
  const ends = async (method: string, ...settings: readonly string[]) =>
    modelsOf(await trained(method, labeled, settings))
  const settings = ['unlabeledBatch=5', 'rampBegin=0', 'rampEnd=0']
  const supervised = await ends('supervised')
  expect(Object.keys(supervised).length).toBeGreaterThan(10)
  expect(await ends('entropy-minimization', ...settings, 'entropyWeight=0')).toEqual(supervised)
  expect(await ends('entropy-minimization', ...settings, 'entropyWeight=0.1')).not.toEqual(supervised)
})

test('a collapse to one class and to certainty is a warning of the run; without the entropy term there is none', async () => {
  const labeled = await tinyFolder(6)
  const warningsWith = async (entropyWeight: number): Promise<readonly string[]> => {
    const warnings: string[] = []
    const settings = [
      ...['unlabeledBatch=5', 'steps=16', 'rampBegin=0', 'rampEnd=0', `entropyWeight=${entropyWeight}`],
      ...['flows.train.2.monitor.decay=0.5', 'flows.train.2.monitor.warnBelow=0.05'],
    ]
    await trained('entropy-minimization', labeled, settings, (event) => {
      if (event.kind === 'warning') warnings.push(event.text)
    })
    return warnings
  }
  expect(await warningsWith(20)).toEqual([
    'train.monitor: 94 % of the predictions on unlabeled.probabilities are one class; the model may be collapsing',
    expect.stringMatching(
      /^train\.monitor: the predictions on unlabeled\.probabilities have [34]\.\d % of the entropy of equal ones; the model may be collapsing$/,
    ),
  ])
  expect(await warningsWith(0)).toEqual([])
})
