import { command } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import { textGraph } from '../../pipeline/graph/text.ts'
import { load } from '../../pipeline/load.ts'
import { fail } from '../fail.ts'
import { pipelineArgument, setOption } from '../options.ts'
import { readPipeline } from '../readPipeline.ts'

/** `understudy check`: every mistake of a pipeline file at once, or its resolved graph. */
export const checkCommand = command({
  name: 'check',
  description: 'Check a pipeline file: every mistake at once, or the resolved graph with shapes.',
  args: { file: pipelineArgument, set: setOption },
  handler: async ({ file, set }) => {
    const read = await readPipeline(file, set)
    if (E.isLeft(read)) return fail(read.left)
    const plan = load(read.right.file, read.right.text, read.right.registry, read.right.overrides)
    if (E.isLeft(plan)) return fail(plan.left)
    process.stdout.write(textGraph(plan.right))
  },
})
