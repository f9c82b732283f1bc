import { availableParallelism, freemem, totalmem } from 'node:os'
import { command } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import { defaultOptions } from '../../backend/backend.ts'
import { probeBackends } from '../../backend/chooseBackend.ts'
import { render } from '../../prelude/render.ts'
import { environment } from '../environment.ts'
import { exitCode } from '../exitCode.ts'
import { jsonFlag } from '../options.ts'
import { version } from '../version.ts'
import { chooseOutput } from '../watch/chooseOutput.ts'

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`

/** `understudy doctor`: what works on this machine, and what is missing for the rest. */
export const doctorCommand = command({
  name: 'doctor',
  description: 'Say which tensor backends work here, and what is missing for the others.',
  args: { json: jsonFlag },
  handler: async ({ json }) => {
    const output = chooseOutput({ json })
    const reports = await probeBackends(defaultOptions)
    const chosen = reports.find(({ found }) => E.isRight(found) && found.right.preferred)
    const lines = reports.map(({ name, found }) =>
      E.isRight(found)
        ? `${name.padEnd(11)} works: ${found.right.library} on ${found.right.device}`
        : `${name.padEnd(11)} does not work: ${render(found.left)}`,
    )
    const { node, platform, processor } = environment()
    const machine = [
      `understudy  ${version} on Node ${node}, ${platform}`,
      `processor   ${processor}, ${availableParallelism()} threads for this process`,
      `memory      ${gigabytes(totalmem())}, ${gigabytes(freemem())} free`,
      `decoding    ${process.env['UV_THREADPOOL_SIZE']} threads`,
    ]
    const verdict = chosen === undefined ? 'No backend works.' : `--backend auto takes ${chosen.name}.`
    output.result([...machine, ...lines, verdict].join('\n'), {
      ...environment(),
      backends: reports.map(({ name, found }) =>
        E.isRight(found) ? { name, works: true, ...found.right } : { name, works: false, ...found.left },
      ),
      auto: chosen?.name ?? null,
    })
    if (chosen === undefined) process.exitCode = exitCode.failed
  },
})
