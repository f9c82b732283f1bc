import { availableParallelism, freemem, totalmem } from 'node:os'
import { command, flag, option, optional } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import { defaultOptions } from '../../backend/backend.ts'
import { backends, probeBackends } from '../../backend/chooseBackend.ts'
import { count } from '../../codec/index.ts'
import { render } from '../../prelude/render.ts'
import { codecType } from '../options/codecType.ts'
import { jsonFlag } from '../options/options.ts'
import { environment } from '../process/environment.ts'
import { exitCode } from '../process/exitCode.ts'
import { fail } from '../process/fail.ts'
import { startBackend } from '../process/startBackend.ts'
import { measureSplit } from '../split/measureSplit.ts'
import { measureSplits } from '../split/measureSplits.ts'
import { bestSplit } from '../split/split.ts'
import { splitText } from '../split/splitText.ts'
import { version } from '../version.ts'
import { chooseOutput } from '../watch/chooseOutput.ts'

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`

/** `understudy doctor`: what works here, what the rest lacks, and how best to share the processors. */
export const doctorCommand = command({
  name: 'doctor',
  description:
    'Show which tensor backends and precisions work here, and what the others lack. Measure how many threads kernels and decoding should have.',
  args: {
    quick: flag({ long: 'quick', description: 'skip the measurement, which takes about twenty seconds' }),
    split: option({
      type: optional(codecType(count)),
      long: 'split',
      description:
        'measure only this number of kernel threads, beside as many decoding threads as UV_THREADPOOL_SIZE says',
    }),
    json: jsonFlag,
  },
  handler: async ({ quick, split, json }) => {
    const output = chooseOutput({ json })
    if (split !== undefined) {
      const started = await startBackend({ backend: 'onednn', threads: split, precision: 'float32' })
      if (E.isLeft(started)) return fail([started.left])
      const rates = await measureSplit()
      return output.result(
        `${rates.decoding.toFixed(0)} images/s in the first epoch, ${rates.kept.toFixed(0)} with pixels kept`,
        { kernels: split, decoders: Number(process.env['UV_THREADPOOL_SIZE']), ...rates },
      )
    }
    const reports = await probeBackends(defaultOptions)
    const chosen = reports.find(({ found }) => E.isRight(found) && found.right.preferred)
    const lines = reports.map(({ name, found }) =>
      E.isRight(found)
        ? `${name.padEnd(11)} works: ${found.right.library} on ${found.right.device}`
        : `${name.padEnd(11)} does not work: ${render(found.left)}`,
    )
    const half = await backends.onednn.probe({ ...defaultOptions, precision: 'bfloat16' })
    const { node, platform, processor } = environment()
    const machine = [
      `understudy  ${version} on Node ${node}, ${platform}`,
      `processor   ${processor}, ${availableParallelism()} threads for this process`,
      `memory      ${gigabytes(totalmem())}, ${gigabytes(freemem())} free`,
      `decoding    ${process.env['UV_THREADPOOL_SIZE']} threads`,
    ]
    const precision = `bfloat16    ${E.isRight(half) ? 'works: --precision bfloat16 on the backend onednn' : `does not work: ${render(half.left)}`}`
    const verdict = chosen === undefined ? 'No backend works.' : `--backend auto takes ${chosen.name}.`
    // Other backends use one thread, or a GPU: there is nothing to share.
    const splits =
      quick || chosen?.name !== 'onednn' ? null : await measureSplits(process.argv[1] ?? '', availableParallelism())
    output.result(
      [...machine, ...lines, precision, ...(splits === null ? [] : [splitText(splits)]), verdict].join('\n'),
      {
        ...environment(),
        backends: reports.map(({ name, found }) =>
          E.isRight(found) ? { name, works: true, ...found.right } : { name, works: false, ...found.left },
        ),
        bfloat16: E.isRight(half) ? { works: true } : { works: false, ...half.left },
        ...(splits === null ? {} : { splits: { measured: splits, best: bestSplit(splits) } }),
        auto: chosen?.name ?? null,
      },
    )
    if (chosen === undefined) process.exitCode = exitCode.failed
  },
})
