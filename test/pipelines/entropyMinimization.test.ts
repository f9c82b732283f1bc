import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { below, keptNumbers } from '../support/checkpoints.ts'
import { folderWith } from '../support/folder.ts'
import { tinyFolder } from '../support/images.ts'
import { textOf } from '../support/pipelines.ts'
import { runOf } from '../support/run.ts'
import { useBackend } from '../support/useBackend.ts'

const shared = ['size=8', 'batch=4', 'steps=4', 'every=4', 'models.student.network={ smallConv: { channels: [4] } }']

const trained = async (method: string, labeled: string, settings: readonly string[]) => {
  const file = `pipelines/${method}.yaml`
  const out = join(folderWith({}), 'run')
  const run = await runOf({ file, text: textOf(file), labeled, out, settings: [...shared, ...settings] })
  return below('models/', (await keptNumbers(run)).at(-1)!)
}

beforeAll(() => useBackend('cpu'))

test('law: lambda = 0 reproduces supervised training to the bit, batch norm statistics and average too', async () => {
  const labeled = await tinyFolder(6)
  const supervised = await trained('supervised', labeled, [])
  const settings = ['unlabeledBatch=5', 'rampBegin=0', 'rampEnd=0']
  expect(Object.keys(supervised).length).toBeGreaterThan(10)
  expect(await trained('entropy-minimization', labeled, [...settings, 'entropyWeight=0'])).toEqual(supervised)
  expect(await trained('entropy-minimization', labeled, [...settings, 'entropyWeight=0.1'])).not.toEqual(supervised)
})
