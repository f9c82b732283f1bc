import { availableParallelism, cpus, release, totalmem } from 'node:os'
import { version } from '../version.ts'

/** Versions and machine, for `doctor` and for `environment.json` in a run folder. */
export const environment = (): Readonly<Record<string, unknown>> => ({
  understudy: version,
  node: process.versions.node,
  platform: `${process.platform} ${process.arch} ${release()}`,
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  threads: availableParallelism(),
  memory: totalmem(),
})
