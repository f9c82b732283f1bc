import { command, option, optional, positional, string } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import { writeDurably } from '../../data/file/writeDurably.ts'
import { builtIn } from '../../kind/registry.ts'
import { vocabularyOf } from '../../kind/vocabulary.ts'
import { pipelineSchema } from '../../pipeline/show/pipelineSchema.ts'
import { fail } from '../fail.ts'
import { readPipeline } from '../readPipeline.ts'

/** `understudy schema`: the JSON Schema of pipeline files, for editors. */
export const schemaCommand = command({
  name: 'schema',
  description:
    'Print the JSON Schema of pipeline files, with which editors complete and check them. With FILE, it knows the units of the modules that FILE names.',
  args: {
    file: positional({
      type: optional(string),
      displayName: 'FILE',
      description: 'a pipeline file with modules of its own; the units of Understudy alone when left out',
    }),
    out: option({ type: optional(string), long: 'out', description: 'file to write; the terminal when left out' }),
  },
  handler: async ({ file, out }) => {
    const read = file === undefined ? undefined : await readPipeline(file, [])
    if (read !== undefined && E.isLeft(read)) return fail(read.left)
    const schema = pipelineSchema(read?.right.pipeline.vocabulary ?? vocabularyOf(builtIn))
    const text = `${JSON.stringify(schema, null, 2)}\n`
    if (out === undefined) process.stdout.write(text)
    else writeDurably(out, text)
  },
})
