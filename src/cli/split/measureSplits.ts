import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { candidates, type Measured, type Split } from './split.ts'

/**
 * Measures one split in its own process, since native libraries read the number of their threads only once.
 */
const measure = async (program: string, { kernels, decoders }: Split): Promise<Measured> => {
  const args = [program, 'doctor', '--split', String(kernels), '--json']
  const environment = { ...process.env, UV_THREADPOOL_SIZE: String(decoders), OMP_NUM_THREADS: String(kernels) }
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: environment })
  // The same program printed this line.
  const { decoding, kept } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Measured
  return { kernels, decoders, decoding, kept }
}

/**
 * The number of measurements of each split. The fastest counts: other work on the machine only slows one
 * down.
 */
const rounds = 2

const faster = (a: Measured, b: Measured): Measured => ({
  ...a,
  decoding: Math.max(a.decoding, b.decoding),
  kept: Math.max(a.kept, b.kept),
})

/** Measures every split that is worth it, in turns, the usual one first. */
export const measureSplits = async (
  program: string,
  processors: number,
): Promise<readonly [Measured, ...Measured[]]> => {
  const [usual, ...others] = candidates(processors)
  const measureAll = async (): Promise<readonly [Measured, ...Measured[]]> => {
    const first = await measure(program, usual)
    const rest: Measured[] = []
    for (const split of others) rest.push(await measure(program, split))
    return [first, ...rest]
  }
  let [first, ...rest] = await measureAll()
  for (let round = 1; round < rounds; round++) {
    const [again, ...others] = await measureAll()
    first = faster(first, again)
    rest = rest.map((measured, i) => faster(measured, others[i] ?? measured))
  }
  return [first, ...rest]
}
