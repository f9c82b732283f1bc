import { barsOutput } from './barsOutput.ts'
import { jsonOutput } from './jsonOutput.ts'
import { linesOutput } from './linesOutput.ts'
import type { Console, Output } from './output.ts'

const console_: Console = {
  now: () => performance.now() / 1000,
  out: (line) => console.log(line),
  err: (line) => console.error(line),
}

/** JSON with `--json`; bars on a terminal that can move its cursor; plain lines elsewhere. */
export const chooseOutput = ({ json }: { readonly json: boolean }): Output => {
  if (json) return jsonOutput(console_)
  const movable = process.stderr.isTTY && process.env['TERM'] !== 'dumb' && process.env['CI'] === undefined
  return movable ? barsOutput(console_) : linesOutput(console_)
}
