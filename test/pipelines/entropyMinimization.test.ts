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
