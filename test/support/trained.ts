import { join } from 'node:path'
import type { Watch } from '../../src/run/train/event.ts'
import type { RunResult } from '../../src/run/train/runPipeline.ts'
import { below, keptNumbers, type Numbers } from './checkpoints.ts'
import { folderWith } from './folder.ts'
import { textOf } from './pipelines.ts'
import { runOf, silent } from './run.ts'

const tiny = ['size=8', 'batch=4', 'steps=4', 'every=4', 'models.student.network={ smallConv: { channels: [4] } }']

/** A shipped method, trained for four steps on images of 8 pixels. Further settings override these. */
export const trained = (
  method: string,
  labeled: string,
  settings: readonly string[] = [],
  watch: Watch = silent,
): Promise<RunResult> => {
  const file = `pipelines/${method}.yaml`
  const out = join(folderWith({}), 'run')
  return runOf({ file, text: textOf(file), labeled, out, settings: [...tiny, ...settings], watch })
}

/** Everything that training changes in models, to the bit: parameters, statistics, slots and averages. */
export const modelsOf = async (run: RunResult): Promise<Numbers> => below('models/', (await keptNumbers(run)).at(-1)!)
