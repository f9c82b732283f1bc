import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fold, keyOf } from '../../src/prelude/key.ts'
import { uniforms } from '../../src/prelude/random.ts'
import { photos } from '../support/photos.ts'
import { buildProgram, type Program } from '../support/program.ts'
import { tinyRun } from '../support/tinyRun.ts'

let program: Program

beforeAll(async () => {
  program = await buildProgram()
})
afterAll(() => program.remove())

const seed = 11
/** When each process is killed, in ms: the first after its start, the others once they train and have a checkpoint. */
const moments = uniforms(fold(keyOf(seed), 'kill'), 6, 0, 500)

/** Every file of a folder with its bytes. */
const contentOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [file.slice(folder.length + 1), readFileSync(file).toString('base64')]),
  )

test(`killed at ${[...moments].map(Math.round).join(', ')} ms (seed ${seed}) and resumed, a run ends in the bytes of an unbroken one`, async () => {
  const data = await photos()
  const run = join(data.root, 'run')
  const set = { steps: 240, every: 4 }
  const args = [...tinyRun('fix-match', data, set), '--baseline', 'none']
  const begun = (): boolean => existsSync(run) && readdirSync(run).length > 0
  const saved = (): boolean => existsSync(join(run, 'checkpoints')) && readdirSync(join(run, 'checkpoints')).length > 0
  const resuming = (): readonly string[] => (begun() ? ['--resume'] : [])
  let goneOn = 0
  for (const [number, moment] of moments.entries()) {
    const started = program.start([...args, ...resuming()])
    if (number > 0) {
      await started.printed('phase train')
      // However slow the machine is: without a checkpoint nothing could be gone on with.
      while (!saved()) await setTimeout(5)
    }
    await setTimeout(moment)
    started.kill('SIGKILL')
    if ((await started.ended).err.includes('from step')) goneOn++
  }
  const resumed = await program.run([...args, ...resuming()])
  expect(resumed.err).not.toContain('understudy:')
  expect(resumed.status).toBe(0)
  expect(goneOn).toBeGreaterThan(1)

  const whole = join(data.root, 'whole')
  expect((await program.run(args.map((arg) => (arg === run ? whole : arg)))).status).toBe(0)
  expect(contentOf(join(run, 'checkpoints'))).toEqual(contentOf(join(whole, 'checkpoints')))
  expect(readFileSync(join(run, 'metrics.jsonl'), 'utf8')).toBe(readFileSync(join(whole, 'metrics.jsonl'), 'utf8'))
}, 120_000)

test('a torn last line of metrics.jsonl is cut off on resuming', async () => {
  const data = await photos()
  const run = join(data.root, 'run')
  const args = [...tinyRun('supervised', data), '--baseline', 'none']
  expect((await program.run(args)).status).toBe(0)
  const before = readFileSync(join(run, 'metrics.jsonl'), 'utf8')
  appendFileSync(join(run, 'metrics.jsonl'), '{"step":5,"pha')
  appendFileSync(join(run, 'quarantine.jsonl'), '{"file":"a.p')
  expect((await program.run([...args, '--resume'])).status).toBe(0)
  expect(readFileSync(join(run, 'metrics.jsonl'), 'utf8')).toBe(before)
  expect(readFileSync(join(run, 'quarantine.jsonl'), 'utf8')).toBe('')
})
