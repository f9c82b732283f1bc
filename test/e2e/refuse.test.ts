import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { photos } from '../support/photos.ts'
import { buildProgram, type Program } from '../support/program.ts'
import { tinyRun } from '../support/tinyRun.ts'

let program: Program

beforeAll(async () => {
  program = await buildProgram()
})
afterAll(() => program.remove())

/** What a run says of what is wrong, after the name of the program. */
const complaint = (err: string): string =>
  err
    .split('\n')
    .find((line) => line.startsWith('understudy: '))!
    .slice(12)

const broken = `name: broken
params: { size: 8, unused: 1 }
models:
  student: { network: { smalConv: {} } }
flows:
  train:
    - zip: [labelled]
phases:
  - { name: train, flow: train, until: { steps: 0 } }
evaluate: { model: student, decode: { size: $size }, every: 1, colorr: 1 }
`

test('a bad pipeline file: all mistakes at once, exit status 2, and nothing is written', async () => {
  const data = await photos()
  const file = join(data.root, 'broken.yaml')
  writeFileSync(file, broken)
  const { status, err } = await program.run(
    tinyRun(file, data).filter((arg, i, all) => arg !== '--set' && all[i - 1] !== '--set'),
  )
  expect(status).toBe(2)
  expect(err.trimEnd().split('\n')).toEqual([
    `understudy: ${file}:2:20: Expected a parameter that something uses at params.unused, received "unused"`,
    `understudy: ${file}:4:25: Expected a network: one of smallConv, wideResNet, resNet, efficientNet, mlp at models.student.network.smalConv, received "smalConv"; did you mean "smallConv"?`,
    `understudy: ${file}:9:49: Expected a whole number of at least 1 at phases.0.until.steps, received 0`,
    `understudy: ${file}:10:64: Expected one of the keys model, decode, every, views, batch, lastCount at evaluate.colorr, received "colorr"`,
  ])
  expect(readdirSync(data.root)).not.toContain('run')
})

test('a pipeline file that is not there', async () => {
  const { status, err } = await program.run(['check', 'nowhere.yaml'])
  expect(err).toBe('understudy: Could not read the pipeline file nowhere.yaml (nowhere.yaml): nothing is there\n')
  expect(status).toBe(1)
})

test.each([
  { args: ['--seed', '-1'], says: 'a whole number from 0 to 9007199254740991' },
  { args: ['--backend', 'onedn'], says: 'did you mean "onednn"?' },
  { args: ['--labels-per-class', '2.5'], says: 'Expected a whole number of at least 1, received 2.5' },
  { args: ['--sed', '1'], says: 'Unknown arguments' },
  { args: ['--set', 'stepz=3'], says: 'did you mean "steps"?' },
  { args: ['--resume', '--fresh'], says: 'Expected --resume or --fresh at --resume, received both' },
])('a wrong command line ($args): exit status 2', async ({ args, says }) => {
  const { status, err } = await program.run([
    'run',
    'supervised',
    '--labeled',
    'x',
    ...(args.includes('--seed') ? [] : ['--seed', '1']),
    ...args,
  ])
  expect(err).toContain(says)
  expect(status).toBe(2)
})

test('no generations at all: exit status 2 before any training', async () => {
  const data = await photos()
  const { status, err } = await program.run([
    ...['run', 'noisy-student', '--labeled', data.labeled, '--unlabeled', data.unlabeled, '--labels-per-class', '4'],
    ...['--seed', '1', '--backend', 'wasm', '--out', join(data.root, 'run'), '--set', 'generations=0'],
  ])
  const file = resolve('pipelines/noisy-student.yaml')
  const before = readFileSync(file, 'utf8').split('$generations')[0]!.split('\n')
  const place = `${before.length}:${before.at(-1)!.length + 1}`
  expect(err).toBe(
    `understudy: ${file}:${place}: Expected a whole number of at least 1 at repeated.times, received 0\n`,
  )
  expect(status).toBe(2)
  expect(readdirSync(data.root)).not.toContain('run')
})

test('a missing folder, an empty class, and more labels than there are: each in a sentence', async () => {
  const data = await photos()
  const missing = await program.run(tinyRun('supervised', { ...data, labeled: join(data.root, 'nowhere') }))
  expect(missing.status).toBe(1)
  expect(complaint(missing.err)).toBe(`Expected a folder of images at ${join(data.root, 'nowhere')}, received nothing`)

  mkdirSync(join(data.labeled, 'medium'))
  const empty = await program.run([...tinyRun('supervised', data), '--fresh'])
  expect(empty.status).toBe(1)
  expect(complaint(empty.err)).toBe(
    `Expected images in each class folder, received none in ${join(data.labeled, 'medium')}. Add images or delete the folder`,
  )
  rmSync(join(data.labeled, 'medium'), { recursive: true })

  const args = tinyRun('supervised', data).map((arg, i, all) => (all[i - 1] === '--labels-per-class' ? '7' : arg))
  const many = await program.run([...args, '--fresh'])
  expect(many.status).toBe(1)
  expect(complaint(many.err)).toBe(
    `Expected at least 7 labeled images per class in ${data.labeled}, received 6 of class "dark", 6 of class "light". Add images or ask for fewer labels per class`,
  )
})

test('a test image among the unlabeled ones: both files are named', async () => {
  const data = await photos()
  copyFileSync(join(data.test, 'dark/3.png'), join(data.unlabeled, 'holiday.png'))
  const { status, err } = await program.run(tinyRun('pseudo-label', data))
  expect(status).toBe(1)
  expect(complaint(err)).toBe(
    `The test image ${join(data.test, 'dark/3.png')} is also among the unlabeled images, as ${join(data.unlabeled, 'holiday.png')}. ` +
      'A model must not be trained on its test images: remove them from one of the two folders',
  )
})

test('broken images are set aside with the reason; too many of them stop the run', async () => {
  const data = await photos()
  const whole = readFileSync(join(data.unlabeled, '0/d0.png'))
  writeFileSync(join(data.unlabeled, 'cut.png'), whole.subarray(0, whole.length / 2))
  const set = { steps: 12, every: 12 }
  const one = await program.run([...tinyRun('pseudo-label', data, set), '--baseline', 'none'])
  expect(one.status).toBe(0)
  const rows = readFileSync(join(data.root, 'run/quarantine.jsonl'), 'utf8').trimEnd().split('\n')
  expect(rows.map((row) => JSON.parse(row))).toEqual([
    { file: join(data.unlabeled, 'cut.png'), stage: 'decode', reason: expect.any(String) },
  ])

  for (let i = 0; i < 4; i++) writeFileSync(join(data.unlabeled, `empty${i}.png`), '')
  const many = await program.run([...tinyRun('pseudo-label', data, set), '--baseline', 'none', '--fresh'])
  expect(many.status).toBe(1)
  expect(complaint(many.err)).toMatch(
    /^\d of 47 images could not be used, more than the 1 that an error budget of 1 % allows; the last was .*\.png \(decode: .*\)\. See quarantine\.jsonl/,
  )
})

test('a loss that is not finite: the term is named, and the last good checkpoint stays', async () => {
  const data = await photos()
  const { status, err } = await program.run([
    ...tinyRun('supervised', data, { steps: 40, every: 1, rate: 1e9, 'models.student.optimizer.sgd.decay': 1e9 }),
    ...['--baseline', 'none'],
  ])
  expect(status).toBe(1)
  expect(complaint(err)).toMatch(/(train\.update\.\w+ is NaN|is not finite) at step \d+/)
  expect(complaint(err)).toContain('The last good checkpoint is kept')
})
