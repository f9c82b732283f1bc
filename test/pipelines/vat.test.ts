import { beforeAll, describe, expect, test } from 'vitest'
import { tinyFolder } from '../support/images.ts'
import { stepsOf } from '../support/run.ts'
import { modelsOf, trained } from '../support/trained.ts'
import { useBackend } from '../support/useBackend.ts'

const settings: Readonly<Record<string, readonly string[]>> = {
  vat: ['unlabeledBatch=5'],
  'vat-entropy': ['unlabeledBatch=5'],
  's4l-moam': [
    ...['unlabeledBatch=4', 'labelBatch=4', 'retrainSteps=2', 'tuneBatch=4', 'tuneSteps=1'],
    'models.tuned.network={ smallConv: { channels: [4] } }',
  ],
}

/** The divergence that each step logs, as seen before its update. */
const divergences = async (method: string, ...more: readonly string[]): Promise<readonly number[]> => {
  const run = await trained(method, await tinyFolder(6), [
    'steps=2',
    'limits.logEvery=1',
    ...settings[method]!,
    ...more,
  ])
  return stepsOf(run).flatMap(({ metrics }) =>
    Object.entries(metrics).flatMap(([name, value]) => (name.endsWith('.update.adversarial') ? [value] : [])),
  )
}

beforeAll(() => useBackend('cpu'))

describe.each(Object.keys(settings))('%s', (method) => {
  // The mixture trains on perturbations in two phases.
  const steps = method === 's4l-moam' ? 4 : 2

  test.each(['forward', 'reverse'])('law: a perturbation of 0 changes nothing at any step (%s)', async (direction) => {
    const none = await divergences(method, `direction=${direction}`, 'radius=0')
    expect(none).toHaveLength(steps)
    expect(Math.max(...none.map(Math.abs))).toBeLessThan(1e-6)
    const some = await divergences(method, `direction=${direction}`)
    expect(some).toHaveLength(steps)
    expect(Math.min(...some)).toBeGreaterThan(1e-6)
  })
})

describe('law: weights of 0 reproduce supervised training to the bit', () => {
  test.each([
    ['vat', ['adversarialWeight']],
    ['vat-entropy', ['adversarialWeight', 'entropyWeight']],
  ] as const)('%s', async (method, weights) => {
    const labeled = await tinyFolder(6)
    const ends = async (...weighed: readonly string[]) =>
      modelsOf(await trained(method, labeled, [...settings[method]!, 'rampEnd=0', ...weighed]))
    const supervised = await modelsOf(await trained('supervised', labeled))
    const off = weights.map((weight) => `${weight}=0`)
    expect(await ends(...off)).toEqual(supervised)
    for (const weight of weights) expect(await ends(...off, `${weight}=0.1`)).not.toEqual(supervised)
  })
})
