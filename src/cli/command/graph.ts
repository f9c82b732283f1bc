import { command, option, optional, string } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import { choice } from '../../codec/index.ts'
import { writeDurably } from '../../data/file/writeDurably.ts'
import { mermaidGraph } from '../../pipeline/show/graph/mermaid.ts'
import { svgGraph } from '../../pipeline/show/graph/svg.ts'
import { textGraph } from '../../pipeline/show/graph/text.ts'
import { codecType } from '../options/codecType.ts'
import { pipelineArgument, setOption } from '../options/options.ts'
import { readPipeline } from '../pipeline/readPipeline.ts'
import { fail } from '../process/fail.ts'

const drawings = { text: textGraph, mermaid: mermaidGraph, svg: svgGraph } as const

/** `understudy graph`: a pipeline file as a drawing. */
export const graphCommand = command({
  name: 'graph',
  description: 'Draw the checked graph of a pipeline file.',
  args: {
    file: pipelineArgument,
    set: setOption,
    format: option({
      type: codecType(choice('text', 'mermaid', 'svg')),
      long: 'format',
      defaultValue: () => 'text' as const,
      defaultValueIsSerializable: true,
      description: 'the form of the drawing',
    }),
    out: option({ type: optional(string), long: 'out', description: 'the file to write; by default the terminal' }),
  },
  handler: async ({ file, set, format, out }) => {
    const read = await readPipeline(file, set)
    if (E.isLeft(read)) return fail(read.left)
    const drawing = drawings[format](read.right.pipeline.plan)
    if (out === undefined) process.stdout.write(drawing)
    else writeDurably(out, drawing)
  },
})
