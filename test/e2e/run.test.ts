// Covers src/cli/command/run.ts, src/cli/pipeline/arms.ts, src/cli/text/resultText.ts.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { photos } from '../support/photos.ts'
import { buildProgram, type Program } from '../support/program.ts'
import { tinyRun } from '../support/tinyRun.ts'

let program: Program

beforeAll(async () => {
  program = await buildProgram()
})
afterAll(() => program.remove())

const json = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

test('a run trains its pipeline and the baseline, and its folder holds all that architecture section 8 lists', async () => {
  const data = await photos()
  const { status, out, err } = await program.run(tinyRun('fix-match', data))
  expect(err).toContain('backend wasm')
  expect(status).toBe(0)
  const lines = out.trimEnd().split('\n')
  expect(lines.slice(0, -1).map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual([
    ['test accuracy', 'weights'],
    ['fix-match', 'raw'],
    ['fix-match', 'average'],
    ['baseline supervised', 'raw'],
    ['baseline supervised', 'average'],
  ])
  const run = join(data.root, 'run')
  const held = [
    'cache',
    'checkpoints',
    'environment.json',
    'ledger',
    'metrics.jsonl',
    'pipeline.resolved.yaml',
    'quarantine.jsonl',
    'report.html',
    'splits.json',
  ]
  expect(readdirSync(run).sort()).toEqual(['baseline', ...held])
  expect(readdirSync(join(run, 'baseline')).sort()).toEqual(held)
  expect(readFileSync(join(run, 'splits.json'), 'utf8')).toBe(readFileSync(join(run, 'baseline/splits.json'), 'utf8'))
})

test('--json prints one object per line and ends with the result', async () => {
  const data = await photos()
  const { status, out } = await program.run([...tinyRun('supervised', data), '--json'])
  expect(status).toBe(0)
  const events = json(out)
  expect(events.map(({ event }) => event).filter((event) => event !== 'index' && event !== 'step')).toEqual([
    ...['note', 'phase', 'evaluation', 'checkpoint', 'evaluation', 'checkpoint', 'result'],
  ])
  const result = events.at(-1)
  expect(result.runs).toHaveLength(1)
  expect(result.runs[0]).toMatchObject({ name: 'supervised', classes: 2, labels: 8, steps: 4, interrupted: false })
})

test('a run folder that is there is refused; --resume goes on; --fresh sets it aside', async () => {
  const data = await photos()
  const args = [...tinyRun('supervised', data), '--baseline', 'none']
  const run = join(data.root, 'run')
  expect((await program.run(args)).status).toBe(0)
  const refused = await program.run(args)
  expect(refused.status).toBe(1)
  expect(refused.err).toContain(
    `understudy: ${run} is a run with checkpoints. Go on with it with --resume, start over with --fresh, or choose another --out`,
  )
  expect((await program.run([...args, '--resume'])).status).toBe(0)
  const fresh = await program.run([...args, '--fresh'])
  expect(fresh.status).toBe(0)
  expect(fresh.err).toContain(`The old run was set aside as ${run}.old1`)
  expect(existsSync(join(`${run}.old1`, 'checkpoints/step-000000004'))).toBe(true)
})

test('a checkpoint of another pipeline, or of another seed, is refused', async () => {
  const data = await photos()
  const args = [...tinyRun('supervised', data), '--baseline', 'none']
  expect((await program.run(args)).status).toBe(0)
  const other = await program.run([...args, '--set', 'rate=0.02', '--resume'])
  expect(other.status).toBe(1)
  expect(other.err).toContain(
    'understudy: The run cannot be resumed exactly: its checkpoint was made with another pipeline. Go on with what it was made with, start over with --fresh, or choose another --out',
  )
  const seed = await program.run([...args, '--resume'].map((arg) => (arg === '5' ? '6' : arg)))
  expect(seed.status).toBe(1)
  expect(seed.err).toContain('The labeled images of this run were drawn with another seed')
})
