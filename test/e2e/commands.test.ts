// Covers src/cli/main.ts, src/cli/command/check.ts, src/cli/command/doctor.ts, src/cli/command/evaluate.ts.
// Covers src/cli/command/graph.ts, src/cli/command/import.ts, src/cli/command/label.ts.
// Covers src/cli/options/options.ts.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { folderWith } from '../support/folder.ts'
import { photos } from '../support/photos.ts'
import { buildProgram, type Program } from '../support/program.ts'
import { tinyRun } from '../support/tinyRun.ts'

let program: Program

beforeAll(async () => {
  program = await buildProgram()
})
afterAll(() => program.remove())

const rowsOf = (file: string) =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

const wayOf = ({ weights, views }: { readonly weights: string; readonly views: string | null }) => [weights, views]

test('a trained model labels a folder in the order of its paths, and does not write over what is there', async () => {
  const data = await photos()
  const run = join(data.root, 'run')
  const set = { steps: 60, every: 60, batch: 8 }
  expect(
    (await program.run([...tinyRun('supervised', data, set), '--baseline', 'none', '--set', 'evaluate.batch=4']))
      .status,
  ).toBe(0)
  const out = join(data.root, 'labels.jsonl')
  writeFileSync(join(data.unlabeled, 'empty.png'), '')
  const args = [
    'label',
    '--model',
    run,
    '--images',
    data.unlabeled,
    '--out',
    out,
    '--at-least',
    '0.6',
    '--backend',
    'wasm',
  ]
  const { status, out: said } = await program.run(args)
  expect(said).toContain(`20 of 21 images labeled`)
  expect(said).toContain('at most 8 of 8 images were in flight')
  expect(status).toBe(0)
  const [first, ...rows] = rowsOf(out)
  expect(first).toEqual({ ledger: 1, classes: ['dark', 'light'] })
  expect(rows.map(({ file }) => file)).toEqual(
    readdirSync(data.unlabeled, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.png') && name !== 'empty.png')
      .sort(),
  )
  for (const { label, confidence, accepted, probabilities } of rows) {
    expect(confidence).toBe(Math.max(...probabilities))
    expect(['dark', 'light'][probabilities.indexOf(confidence)]).toBe(label)
    expect(accepted).toBe(confidence >= 0.6)
    expect(probabilities[0] + probabilities[1]).toBeCloseTo(1, 5)
  }
  expect(rowsOf(`${out}.quarantine.jsonl`)).toMatchObject([
    { file: join(data.unlabeled, 'empty.png'), stage: 'decode' },
  ])
  expect(existsSync(`${out}.work`)).toBe(false)

  for (const { file } of rows) {
    const folder = join(data.root, 'truth', file.includes('d') ? 'dark' : 'light')
    mkdirSync(folder, { recursive: true })
    copyFileSync(join(data.unlabeled, file), join(folder, basename(file)))
  }
  const audit = await program.run(['labels', 'audit', out, '--truth', join(data.root, 'truth'), '--json'])
  const right = rows.filter(({ file, label }) => label === (file.includes('d') ? 'dark' : 'light'))
  expect(JSON.parse(audit.out)).toMatchObject({ known: 20, accuracy: right.length / 20 })

  const again = await program.run(args)
  expect(again.status).toBe(1)
  expect(again.err).toContain(
    `understudy: ${out} is there already. Go on with it with --resume, or choose another --out`,
  )
  const done = await program.run([...args, '--resume'])
  expect(done.status).toBe(1)
  expect(done.err).toContain(`There is nothing to go on with: ${out} was not begun, or is complete`)
})

test('a model is evaluated with raw and with averaged weights', async () => {
  const data = await photos()
  const run = join(data.root, 'run')
  expect((await program.run([...tinyRun('supervised', data), '--baseline', 'none'])).status).toBe(0)
  const args = ['evaluate', '--model', run, '--images', data.test, '--backend', 'wasm']
  const people = await program.run(args)
  expect(people.out).toMatch(/^raw weights: accuracy \d+\.\d\d % of 10 images, calibration error \d+\.\d\d %/)
  const programs = await program.run([...args, '--json'])
  const { scores, classes } = JSON.parse(programs.out.trimEnd().split('\n').at(-1)!)
  expect(classes).toEqual(['dark', 'light'])
  const last = rowsOf(join(run, 'metrics.jsonl')).at(-1).evaluation.scores
  expect(scores.map(wayOf)).toEqual([
    ['raw', null],
    ['average', null],
  ])
  expect(last.map(wayOf)).toEqual(scores.map(wayOf))
  for (const [i, { images, accuracy, confusion, byClass }] of scores.entries()) {
    expect(images).toBe(10)
    expect(accuracy).toBeCloseTo((confusion[0][0] + confusion[1][1]) / 10, 10)
    expect(byClass.dark).toBeCloseTo(confusion[0][0] / 5, 10)
    expect(accuracy).toBeCloseTo(last[i].test, 10)
  }
})

test('a model is evaluated over views too, while it trains and afterwards', async () => {
  const data = await photos()
  const run = join(data.root, 'run')
  const all = ['raw', 'average', 'raw (rotations)', 'average (rotations)']
  const trained = await program.run([
    ...tinyRun('supervised', data),
    ...['--baseline', 'none', '--set', 'evaluate.views={ rotations: [[], { rotate90: { turns: 2 } }] }'],
  ])
  expect(trained.out.split('\n').map((line) => line.split(/ {2,}/).slice(0, 2).join(': '))).toEqual([
    'test accuracy: weights',
    ...all.map((way) => `supervised: ${way}`),
    expect.any(String),
    '',
  ])
  expect(trained.err).toMatch(
    /step 4: raw test [^;]+; average test [^;]+; raw \(rotations\) test [^;]+; average \(rotations\) test /,
  )
  const page = readFileSync(join(run, 'report.html'), 'utf8')
  for (const way of all) expect(page).toContain(`<td>${way}</td>`)
  expect(page).toContain('test, average (rotations)')
  const evaluated = await program.run([
    'evaluate',
    '--model',
    run,
    '--images',
    data.test,
    '--backend',
    'wasm',
    '--json',
  ])
  const { scores } = JSON.parse(evaluated.out.trimEnd().split('\n').at(-1)!)
  const last = rowsOf(join(run, 'metrics.jsonl')).at(-1).evaluation.scores
  expect(scores.map(wayOf)).toEqual([
    ['raw', null],
    ['average', null],
    ['raw', 'rotations'],
    ['average', 'rotations'],
  ])
  expect(scores.map(({ accuracy }: { accuracy: number }) => accuracy)).toEqual(
    last.map(({ test: share }: { test: number }) => share),
  )
  const people = await program.run(['evaluate', '--model', run, '--images', data.test, '--backend', 'wasm'])
  expect(people.out).toMatch(/^average weights, mean over rotations: accuracy \d+\.\d\d % of 10 images/m)
})

test('a folder that is no run', async () => {
  const data = await photos()
  const { status, err } = await program.run([
    'evaluate',
    '--model',
    data.root,
    '--images',
    data.test,
    '--backend',
    'wasm',
  ])
  expect(err).toContain(
    `Expected the folder of a run at ${data.root}, received one without ${join(data.root, 'pipeline.resolved.yaml')}`,
  )
  expect(status).toBe(1)
})

test('graph draws a shipped pipeline as text, Mermaid and SVG, to the terminal or to a file', async () => {
  const root = folderWith({})
  expect((await program.run(['graph', 'fix-match'])).out).toMatch(/^fix-match \(Sohn et al/)
  expect((await program.run(['graph', 'fix-match', '--format', 'mermaid'])).out).toMatch(/^flowchart TB\n/)
  const file = join(root, 'graph.svg')
  expect(await program.run(['graph', 'fix-match', '--format', 'svg', '--out', file])).toMatchObject({
    status: 0,
    out: '',
  })
  expect(readFileSync(file, 'utf8')).toMatch(/^<svg /)
})

test('doctor names every backend, and succeeds where any works', async () => {
  const { status, out } = await program.run(['doctor', '--quick'])
  for (const name of ['tensorflow', 'onednn', 'wasm', 'cpu'])
    expect(out).toMatch(new RegExp(`^${name} +(works|does not work): `, 'm'))
  expect(out).toMatch(/^bfloat16 +(works: --precision bfloat16 on the backend onednn$|does not work: Expected )/m)
  expect(out).toMatch(/--backend auto takes \w+\.\n$/)
  expect(status).toBe(0)
})

test('import refuses what is not the data set', async () => {
  const root = folderWith({})
  const { status, err } = await program.run(['import', 'mnist', '--from', join(root, 'no'), '--out', join(root, 'out')])
  expect(err).toBe(`understudy: Expected mnist at ${join(root, 'no')}, received nothing\n`)
  expect(status).toBe(1)
})

test('help says what each command does, and what the exit status means', async () => {
  const { status, out } = await program.run(['--help'])
  expect(out).toContain('Exit status: 0 done; 1 a run could not start or go on')
  expect(status).toBe(0)
  for (const command of ['run', 'import']) {
    const help = await program.run([command, '--help'])
    expect(help.out).toContain(`understudy ${command}`)
    expect(help.status).toBe(0)
  }
})

test('check prints the graph; with folders it counts them and estimates from real steps, and leaves nothing behind', async () => {
  const data = await photos()
  const args = tinyRun('fix-match', data, { steps: 400 }).filter(
    (_, i, all) => !all.slice(Math.max(0, i - 1), i + 1).some((arg) => arg === '--out' || arg === '--seed'),
  )
  const { status, out } = await program.run(['check', ...args.slice(1)])
  expect(status).toBe(0)
  expect(out).toContain('model student: smallConv, images [8, 8, 1] -> label [classes]')
  expect(out).toContain('2 classes: dark, light\nlabeled 8, unlabeled 20, validation 4, test 10\n')
  expect(out).toMatch(/phase train: \d+ ms a step \(12 real steps tried\), 400 steps, about \d+:\d\d\n/)
  expect(out).toMatch(/estimate: about \d+:\d\d without evaluations, about \d+ MB of memory/)
  const json = await program.run(['check', ...args.slice(1), '--tries', '3', '--json'])
  expect(JSON.parse(json.out)).toMatchObject({
    event: 'result',
    name: 'fix-match',
    sets: { labeled: 8, unlabeled: 20, validation: 4, test: 10 },
    phases: [{ phase: 'train', steps: 400, tried: 3 }],
    ended: null,
  })
  const ledger = args.slice(1).map((arg) => (arg === 'fix-match' ? 'pseudo-label-offline' : arg))
  const phases = await program.run(['check', ...ledger, '--set', 'teacherSteps=50', '--tries', '6', '--json'])
  expect(JSON.parse(phases.out)).toMatchObject({
    phases: [
      { phase: 'teacher', steps: 50, tried: 6 },
      { phase: 'label', steps: null, tried: 6 },
      { phase: 'student', steps: 400, tried: 6 },
    ],
    ended: null,
  })
  expect(readdirSync(data.root).sort()).toEqual(['labeled', 'test', 'unlabeled'])
})
