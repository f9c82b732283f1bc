import { existsSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
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

test('Ctrl-C finishes the step, writes a checkpoint and exits with 130; --resume goes on to the end', async () => {
  const data = await photos()
  const args = [...tinyRun('supervised', data, { steps: 600, every: 300 }), '--baseline', 'none']
  const running = program.start(args)
  await running.printed('phase train')
  running.kill('SIGINT')
  const { status, err } = await running.ended
  expect(status).toBe(130)
  expect(err).toContain('Finishing the step and writing a checkpoint; press Ctrl-C again to quit at once')
  expect(err).toContain('Stopped; go on with the same command and --resume')
  const [checkpoint] = readdirSync(join(data.root, 'run/checkpoints'))
  expect(checkpoint).toMatch(/^step-000000\d{3}$/)
  expect(existsSync(join(data.root, 'run/lock'))).toBe(false)
  const resumed = await program.run([...args, '--resume'])
  expect(resumed.err).toContain(`from step ${Number(checkpoint!.slice(5))} on`)
  expect(resumed.status).toBe(0)
})

test('a second Ctrl-C quits at once', async () => {
  const data = await photos()
  const running = program.start([
    ...tinyRun('supervised', data, { steps: 100000, every: 50000, batch: 8 }),
    '--baseline',
    'none',
  ])
  await running.printed('phase train')
  running.kill('SIGINT')
  running.kill('SIGINT')
  expect((await running.ended).status).toBe(130)
})

test('a second process is refused the run folder, by the number of the first', async () => {
  const data = await photos()
  const args = [...tinyRun('supervised', data, { steps: 100000, every: 50000 }), '--baseline', 'none']
  const first = program.start(args)
  await first.printed('phase train')
  const second = await program.run([...args, '--resume'])
  first.kill('SIGKILL')
  await first.ended
  expect(second.status).toBe(1)
  expect(second.err).toContain(`The run folder is in use by process ${first.pid} (${join(data.root, 'run/lock')})`)
})

test.runIf(existsSync('/dev/full'))('a full disk is an error that says so, and the last checkpoint stays', async () => {
  const data = await photos()
  const run = join(data.root, 'run')
  const args = [...tinyRun('supervised', data, { steps: 600, every: 300 }), '--baseline', 'none']
  const running = program.start(args)
  await running.printed('phase train')
  running.kill('SIGINT')
  await running.ended
  const before = readdirSync(join(run, 'checkpoints'))
  renameSync(join(run, 'metrics.jsonl'), join(run, 'metrics.kept'))
  symlinkSync('/dev/full', join(run, 'metrics.jsonl'))
  const full = await program.run([...args, '--resume'])
  expect(full.err).toContain('the disk is full. Free some space, then resume the run')
  expect(full.status).toBe(1)
  expect(readdirSync(join(run, 'checkpoints'))).toEqual(before)
  rmSync(join(run, 'metrics.jsonl'))
  renameSync(join(run, 'metrics.kept'), join(run, 'metrics.jsonl'))
  expect((await program.run([...args, '--resume'])).status).toBe(0)
})
