import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Plan } from '../../src/pipeline/plan/plan.ts'
import { folderWith } from '../support/folder.ts'
import { tinyFolder } from '../support/images.ts'
import { planOf, shipped, textOf } from '../support/pipelines.ts'
import { lastTensors, metricsOf, runOf, stepsOf } from '../support/run.ts'
import { useBackend } from '../support/useBackend.ts'

/** As small as a run can be: what a file does not have is left out. */
const tiny: Readonly<Record<string, string>> = {
  size: 'size=8',
  batch: 'batch=4',
  unlabeledBatch: 'unlabeledBatch=4',
  pretrainBatch: 'pretrainBatch=4',
  pretrainSteps: 'pretrainSteps=1',
  labelBatch: 'labelBatch=4',
  tuneBatch: 'tuneBatch=4',
  fineSize: 'fineSize=12',
  teacherSteps: 'teacherSteps=2',
  retrainSteps: 'retrainSteps=2',
  tuneSteps: 'tuneSteps=2',
  fineSteps: 'fineSteps=2',
  steps: 'steps=3',
  every: 'every=3',
  instances: 'instances=2',
}

const settingsFor = (file: string): readonly string[] => {
  const { params, models } = planOf(file).spec
  return [
    'limits.logEvery=1',
    ...Object.keys(models).flatMap((name) => [
      `models.${name}.network={ smallConv: { channels: [4] } }`,
      `models.${name}.frozen=[]`,
    ]),
    ...Object.entries(tiny).flatMap(([name, setting]) => (name in params ? [setting] : [])),
  ]
}

/** The phase of every step, in order, of the phases whose ends are known. */
const phasesOf = (plan: Plan): readonly string[] =>
  plan.runs.flatMap(({ name, phase: { until } }) =>
    until.name === 'steps' ? Array<string>(until.params).fill(name) : [],
  )

beforeAll(() => useBackend('cpu'))

describe.each(shipped)('%s on 8 images', (file) => {
  const run = async () => {
    const labeled = await tinyFolder(4)
    const out = join(folderWith({}), 'run')
    return runOf({ file, text: textOf(file), labeled, test: await tinyFolder(1, 9), out, settings: settingsFor(file) })
  }

  test('trains with finite losses and masks that are shares, twice the same', async () => {
    const first = await run()
    const steps = stepsOf(first)
    const known = phasesOf(planOf(file, 'classes', ...settingsFor(file)))
    expect(steps.map(({ phase }) => phase).filter((phase) => known.includes(phase))).toEqual(known)
    expect(steps.map(({ step }) => step)).toEqual(steps.map((_, i) => i + 1))
    const values = steps.flatMap(({ metrics }) => Object.entries(metrics))
    expect(values.filter(([, value]) => !Number.isFinite(value))).toEqual([])
    const rates = values.filter(([name]) => name.endsWith('.rate')).map(([, value]) => value)
    expect(rates.every((rate) => rate >= 0 && rate <= 1)).toBe(true)
    expect(first.quarantined).toBe(0)
    const second = await run()
    expect(metricsOf(second)).toEqual(metricsOf(first))
    expect(await lastTensors(second)).toBe(await lastTensors(first))
  })
})
