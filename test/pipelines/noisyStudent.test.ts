// Covers src/pipeline/plan/modelParts.ts.
import { beforeAll, describe, expect, test } from 'vitest'
import { parameterCount } from '../../src/kind/network/network.ts'
import { modelParts } from '../../src/pipeline/plan/modelParts.ts'
import type { RunResult } from '../../src/run/train/runPipeline.ts'
import { fastest } from '../support/available.ts'
import { tinyFolder } from '../support/images.ts'
import { lossOf, planOf, told } from '../support/pipelines.ts'
import { lastTensors, metricsOf, stepsOf } from '../support/run.ts'
import { trained } from '../support/trained.ts'
import { useBackend } from '../support/useBackend.ts'

const smoothings = (file: string, flow: string) =>
  Object.fromEntries(
    Object.entries(lossOf(planOf(file), flow)).map(([name, { params }]) => [
      name,
      (params as { readonly smoothing: number }).smoothing,
    ]),
  )

describe.each(['pipelines/noisy-student.yaml', 'pipelines/noisy-student-resolution.yaml'])('%s', (file) => {
  test('smooths labels by a tenth, and soft labels not at all', () => {
    expect(smoothings(file, 'teacher')).toEqual({ supervised: 0.1 })
    expect(smoothings(file, 'student')).toEqual({ supervised: 0.1, pseudoLabel: 0 })
  })

  test('takes the larger student of its comment', () => {
    const [network] = told(file).filter((setting) => setting.startsWith('models.student.network='))
    // What is tuned in the end is a copy of the student, and its first layers are called otherwise.
    const tuned = [network!.replace('student', 'tuned'), 'models.tuned.frozen=[stem, stage0]']
    const plan = planOf(file, 10, network!, ...('tuned' in planOf(file).models ? tuned : []))
    const { student, teacher } = modelParts(plan)
    expect(parameterCount(student!.network)).toBeGreaterThan(parameterCount(teacher!.network))
  })
})

describe('the noise of the student', () => {
  beforeAll(() => useBackend(fastest))

  const run = async (noise: string, steps: number): Promise<RunResult> =>
    trained('noisy-student', await tinyFolder(4), [
      ...[`steps=${steps}`, 'teacherSteps=2', 'generations=1', 'unlabeledBatch=4', 'limits.logEvery=1'],
      'models.teacher.network={ smallConv: { channels: [4] } }',
      `models.student.network={ wideResNet: { depth: 10, width: 1, ${noise} } }`,
    ])
  const losses = (of: RunResult): readonly number[] =>
    stepsOf(of).flatMap(({ phase, metrics }) => (phase === 'student-1' ? [metrics['student.update.total']!] : []))

  test('changes its losses, which stay finite, and is the same in a second run', async () => {
    const noisy = await run('dropout: 0.2, drop: 0.2', 3)
    expect(losses(noisy)).toHaveLength(3)
    expect(losses(noisy).every(Number.isFinite)).toBe(true)
    const again = await run('dropout: 0.2, drop: 0.2', 3)
    expect(metricsOf(again)).toEqual(metricsOf(noisy))
    expect(await lastTensors(again)).toBe(await lastTensors(noisy))
    for (const only of ['dropout: 0.2', 'drop: 0.2']) expect(losses(await run(only, 1))[0]).not.toBe(losses(noisy)[0])
  })
})
