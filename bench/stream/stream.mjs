// Streams a folder of many small image files through `understudy label`. Measures resident memory and images
// in flight, which must not grow. Ends with status 1 if the second half of the folder needs over 10 % more
// memory than the first. Usage: `npm run bench:stream -- --images 200000`.
import { spawn, spawnSync } from 'node:child_process'
import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import sharp from 'sharp'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const program = join(root, 'dist/cli/understudy.cjs')
const { values: options } = parseArgs({
  options: { images: { type: 'string', default: '200000' }, backend: { type: 'string', default: 'auto' } },
})
const count = Number(options.images)
const originals = 64
const perFolder = 1000
const size = 32

const work = mkdtempSync(join(tmpdir(), 'understudy-stream-'))

/** A gradient with stripes, different for every number. */
const paint = (number, file) => {
  const data = Uint8Array.from({ length: size * size * 3 }, (_, i) => (i * (number + 1) + (i % (number + 2)) * 7) % 256)
  return sharp(data, { raw: { width: size, height: size, channels: 3 } })
    .jpeg({ quality: 90 })
    .toFile(file)
}

const prepare = async () => {
  for (const [from, name] of ['one', 'two'].entries()) {
    mkdirSync(join(work, 'labeled', name), { recursive: true })
    for (let i = 0; i < originals / 2; i++) await paint(2 * i + from, join(work, 'labeled', name, `${i}.jpg`))
  }
  // On ext4 a file can have about 65,000 hard links.
  for (let i = 0; i < count; i++) {
    const folder = join(work, 'images', String(Math.floor(i / perFolder)))
    if (i % perFolder === 0) mkdirSync(folder, { recursive: true })
    const original = join(work, 'labeled', i % 2 === 0 ? 'one' : 'two', `${Math.floor(i / 2) % (originals / 2)}.jpg`)
    linkSync(original, join(folder, `${i % perFolder}.jpg`))
  }
}

const train = () => {
  const set = ['steps=20', 'every=20', 'batch=16'].flatMap((value) => ['--set', value])
  const data = [
    '--labeled',
    join(work, 'labeled'),
    '--out',
    join(work, 'run'),
    '--seed',
    '1',
    '--backend',
    options.backend,
  ]
  const { status } = spawnSync(process.execPath, [program, 'run', 'supervised', ...data, ...set], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error(`the training ended with status ${status}`)
}

/** The resident bytes of another process. */
const resident = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024

const label = () =>
  new Promise((done, fail) => {
    const args = [
      'label',
      '--model',
      join(work, 'run'),
      '--images',
      join(work, 'images'),
      '--out',
      join(work, 'labels.jsonl'),
    ]
    const child = spawn(process.execPath, [program, ...args, '--json', '--backend', options.backend], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const samples = []
    let rest = ''
    let result
    let startedAt
    child.stdout.on('data', (data) => {
      const lines = (rest + data).split('\n')
      rest = lines.pop()
      for (const line of lines) {
        const event = JSON.parse(line)
        if (event.event === 'note') console.log(event.text)
        if (event.event === 'result') result = { ...event, seconds: (performance.now() - startedAt) / 1000 }
        if (event.event !== 'scan') continue
        startedAt ??= performance.now()
        samples.push({ done: event.done, memory: resident(child.pid) })
        if (samples.length % 20 === 1)
          console.log(`${event.done} images, ${Math.round(samples.at(-1).memory / 2 ** 20)} MB`)
      }
    })
    child.on('error', fail)
    child.on('close', (status) =>
      status === 0 ? done({ samples, result }) : fail(new Error(`label ended with status ${status}`)),
    )
  })

const peak = (samples) => Math.max(...samples.map(({ memory }) => memory))
const mean = (samples) => samples.reduce((sum, { memory }) => sum + memory, 0) / samples.length
const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MB`

try {
  console.log(`Preparing ${count} image files of ${size} x ${size} pixels ...`)
  await prepare()
  train()
  const { samples, result } = await label()
  const halves = [samples.filter(({ done }) => done <= count / 2), samples.filter(({ done }) => done > count / 2)]
  const growth = mean(halves[1]) / mean(halves[0]) - 1
  const { highWater, budget } = result.counts
  console.log(
    `\n${result.written} images labeled in ${result.seconds.toFixed(0)} s: ${Math.round(result.written / result.seconds)} images/s`,
  )
  console.log(
    `resident memory, mean (peak): first half ${megabytes(mean(halves[0]))} (${megabytes(peak(halves[0]))}), second half ${megabytes(mean(halves[1]))} (${megabytes(peak(halves[1]))}): ${(100 * growth).toFixed(1)} %`,
  )
  console.log(`in flight: at most ${highWater} of ${budget}`)
  const sound = result.written === count && growth <= 0.1 && highWater <= budget
  console.log(sound ? 'within bounds' : 'OUT OF BOUNDS')
  process.exitCode = sound ? 0 : 1
} finally {
  rmSync(work, { recursive: true, force: true })
}
