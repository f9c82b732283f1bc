// Covers src/cli/process/startBackend.ts, src/cli/split/measureSplit.ts, src/cli/split/measureSplits.ts.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backends } from '../../src/backend/index.ts'
import { photos } from '../support/photos.ts'
import { buildProgram, type Program } from '../support/program.ts'
import { tinyRun } from '../support/tinyRun.ts'

let program: Program

beforeAll(async () => {
  program = await buildProgram()
})
afterAll(() => program.remove())

const works = async (precision: 'float32' | 'bfloat16'): Promise<boolean> =>
  E.isRight(await backends.onednn.probe({ threads: 1, precision }))
const [whole, half] = [await works('float32'), await works('bfloat16')]

/** A run of the supervised baseline on a backend. */
const runOn = async (backend: string) => {
  const data = await photos()
  const args = tinyRun('supervised', data).map((arg) => (arg === 'wasm' ? backend : arg))
  return { run: join(data.root, 'run'), args: [...args, '--baseline', 'none'] }
}

/** What a command says before it ends with status 1, after the name of the program. */
const refusal = async (args: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
  const { status, err } = await program.run(args, environment)
  expect(status).toBe(1)
  const line = err.split('\n').find((text) => text.startsWith('understudy: '))
  return line?.slice(12)
}

const lacking = {
  library: [
    { ONEDNN_LIBRARY: '/nowhere/libdnnl.so.3' },
    'Expected the oneDNN library at /nowhere/libdnnl.so.3, received: Failed to load shared library: cannot open shared object file: No such file or directory. Install it (Debian and Ubuntu: apt-get install libdnnl2 or libdnnl3; PyPI: onednn-cpu-gomp) or name its file in ONEDNN_LIBRARY, or use the wasm backend.',
  ],
  instructions: [
    { ONEDNN_MAX_CPU_ISA: 'SSE41' },
    'Expected a CPU with AVX2, received one with SSE4.1. Use the wasm backend on this machine.',
  ],
} as const

describe('what the backend onednn lacks', () => {
  test.each(
    (
      [
        ['the library', lacking.library, true],
        ['AVX2', lacking.instructions, whole],
      ] as const
    ).filter(([, , possible]) => possible),
  )('%s: said by --backend onednn and by doctor; auto takes the next', async (_, [environment, sentence]) => {
    const { args } = await runOn('onednn')
    expect(await refusal(args, environment)).toBe(`The backend onednn cannot run: ${sentence}`)
    const doctor = await program.run(['doctor', '--quick'], environment)
    expect(doctor.out).toContain(`onednn      does not work: ${sentence}\n`)
    expect(doctor.out).toContain(`bfloat16    does not work: ${sentence}\n`)
    expect(doctor.out).toContain('--backend auto takes wasm.\n')
    const auto = await program.run((await runOn('auto')).args, environment)
    expect(auto.err).toContain(`onednn: ${sentence}`)
    expect(auto.status).toBe(0)
  })
})

describe('--precision', () => {
  test('takes one of two words', async () => {
    const { args } = await runOn('wasm')
    const { status, err } = await program.run([...args, '--precision', 'bfloat'])
    expect(err).toContain('Expected one of "float32", "bfloat16", received "bfloat"; did you mean "bfloat16"?')
    expect(status).toBe(2)
  })

  test.each(['wasm', 'cpu'])('bfloat16 is refused on %s', async (backend) => {
    const { args } = await runOn(backend)
    expect(await refusal([...args, '--precision', 'bfloat16'])).toBe(
      `The backend ${backend} computes in float32 only. Use precision float32, or the backend onednn for bfloat16`,
    )
  })

  test.runIf(whole)('bfloat16 is refused on a CPU without it, by name and by auto', async () => {
    const environment = { ONEDNN_MAX_CPU_ISA: 'AVX2' }
    const sentence =
      'Expected a CPU with AVX-512 BF16 or AMX for precision bfloat16, received one with AVX2. Use precision float32 on this machine.'
    const { args } = await runOn('onednn')
    expect(await refusal([...args, '--precision', 'bfloat16'], environment)).toBe(
      `The backend onednn cannot run: ${sentence}`,
    )
    const auto = await refusal([...(await runOn('auto')).args, '--precision', 'bfloat16'], environment)
    expect(auto).toMatch(/^No tensor backend works here in precision bfloat16: tensorflow: /)
    expect(auto).toContain(`; onednn: ${sentence}; wasm: The backend wasm computes in float32 only. `)
    const doctor = await program.run(['doctor', '--quick'], environment)
    expect(doctor.out).toContain(`bfloat16    does not work: ${sentence}\n`)
  })

  test.runIf(half)(
    'bfloat16 stands in environment.json, and a checkpoint of another precision is not gone on with',
    async () => {
      const { run, args } = await runOn('onednn')
      const begun = await program.run([...args, '--precision', 'bfloat16'])
      expect(begun.err).toMatch(/^backend onednn: oneDNN \S+ on 1 CPU thread, .*, bfloat16 \(/m)
      expect(begun.status).toBe(0)
      const environment = JSON.parse(readFileSync(join(run, 'environment.json'), 'utf8'))
      expect(environment).toMatchObject({ precision: 'bfloat16', backend: expect.stringMatching(/, bfloat16$/) })
      const { backend } = environment
      expect(await refusal([...args, '--resume'])).toBe(
        `The run cannot be resumed exactly: its checkpoint was made with another backend (${backend}, now ${backend.replace(', bfloat16', '')}). Go on with what it was made with, start over with --fresh, or choose another --out`,
      )
      expect((await program.run([...args, '--precision', 'bfloat16', '--resume'])).status).toBe(0)
      for (const command of ['label', 'evaluate']) {
        const data = args[args.indexOf('--test') + 1]!
        const out = command === 'label' ? ['--out', join(run, '../labels.jsonl')] : []
        const common = ['--model', run, '--images', data, ...out, '--backend', 'onednn', '--precision', 'bfloat16']
        const { status, err } = await program.run([command, ...common])
        expect(err).toContain(', bfloat16 (asked for by name)')
        expect(status).toBe(0)
      }
    },
  )

  test('float32 is what runs when nothing is said', async () => {
    const { run, args } = await runOn('wasm')
    expect((await program.run(args)).status).toBe(0)
    expect(JSON.parse(readFileSync(join(run, 'environment.json'), 'utf8'))).toMatchObject({ precision: 'float32' })
  })
})

describe('--profile', () => {
  test.runIf(whole)('shows at the end how often each kernel ran and fell back, as a table and as JSON', async () => {
    const { args } = await runOn('onednn')
    const people = await program.run([...args, '--profile'])
    expect(people.status).toBe(0)
    expect(people.out).toMatch(
      /^profile of supervised: \d+\.\d\d s in \d+ kernels; \d+ calls fell back to a copied kernel\nkernel +whose +calls +fell back +ms +share$/m,
    )
    expect(people.out).toMatch(/^Conv2DBackpropFilter +own +\d+ +0 +\d/m)
    const programs = await program.run([...args, '--fresh', '--profile', '--json'])
    const { profile } = JSON.parse(programs.out.trimEnd().split('\n').at(-1)!).runs[0]
    const gradient = profile.find(({ kernel }: { kernel: string }) => kernel === 'Conv2DBackpropFilter')
    // One convolution, four steps.
    expect(gradient).toEqual({
      kernel: 'Conv2DBackpropFilter',
      own: true,
      calls: 4,
      fallbacks: 0,
      milliseconds: expect.any(Number),
    })
    for (const { own, calls, fallbacks } of profile) expect(fallbacks).toBeLessThanOrEqual(own ? calls : 0)
  })

  test('is refused on a backend whose kernels cannot be watched', async () => {
    const { args } = await runOn('wasm')
    expect(await refusal([...args, '--profile'])).toBe(
      'The kernels of the backend wasm cannot be watched. Leave out --profile, or use the backend onednn',
    )
  })
})

test.runIf(whole)(
  'doctor measures how the processors are best shared, and says what to take and why',
  async () => {
    const { status, out } = await program.run(['doctor'])
    expect(out).toMatch(/^kernel \+ decoding threads +images\/s, first epoch +images\/s, pixels kept$/m)
    expect(out).toMatch(/^\d+ \+ \d+ +[1-9]\d* +[1-9]\d*$/m)
    expect(out).toMatch(/^Take \d+ threads? for kernels and \d+ for decoding/m)
    expect(status).toBe(0)
    const one = await program.run(['doctor', '--split', '1', '--json'], { UV_THREADPOOL_SIZE: '3' })
    expect(JSON.parse(one.out)).toMatchObject({ event: 'result', kernels: 1, decoders: 3 })
  },
  300_000,
)
