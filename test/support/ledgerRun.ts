import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { render } from '../../src/prelude/render.ts'
import type { RunResult } from '../../src/run/train/runPipeline.ts'
import { folderWith } from './folder.ts'
import { tinyFolder } from './images.ts'
import { textOf } from './pipelines.ts'
import { metricsOf, type RunOf, tryRun } from './run.ts'

const tiny = ['size=8', 'batch=2', 'unlabeledBatch=4', 'teacherSteps=2', 'steps=3', 'every=2', 'limits.logEvery=1']
/** The setting that gives a model the smallest network. */
export const tinyNetwork = (model: string): string => `models.${model}.network={ smallConv: { channels: [4] } }`

/** A run of a method with teacher and student, on 4 labeled and 10 unlabeled images, for a few steps. */
export const ledgerRun = async (pipeline: string, ...settings: readonly string[]): Promise<RunOf> => ({
  text: textOf(`pipelines/${pipeline}.yaml`),
  labeled: await tinyFolder(4),
  unlabeled: await tinyFolder(5, 9),
  validationPerClass: 0,
  out: join(folderWith({}), 'run'),
  settings: [...tiny, ...['teacher', 'student'].map(tinyNetwork), ...settings],
})

/** The rows of a ledger file. */
export const rowsIn = (file: string): readonly Readonly<Record<string, unknown>>[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line))

/** The rows of a ledger from a run. */
export const rowsOf = ({ folder }: RunResult, ledger: string) => rowsIn(join(folder.ledger, `${ledger}.jsonl`))

/** The phases in which a run made steps, in order. */
export const phasesOf = (result: RunResult): readonly unknown[] => [
  ...new Set(metricsOf(result).flatMap(({ phase }) => (phase === undefined ? [] : [phase]))),
]

/** The messages of a run that fails; none if it succeeds. */
export const messagesOf = async (run: RunOf): Promise<readonly string[]> => {
  const result = await tryRun(run)
  return E.isLeft(result) ? result.left.map(render) : []
}
