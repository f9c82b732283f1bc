import { command, option, optional, positional, string } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import { writeDurably } from '../../data/file/writeDurably.ts'
import { pipelineSchema } from '../../pipeline/show/pipelineSchema.ts'
import { readVocabulary } from '../pipeline/readVocabulary.ts'
import { fail } from '../process/fail.ts'

/** `understudy schema`: the JSON Schema of pipeline files, for editors. */
export const schemaCommand = command({
  name: 'schema',
  description:
    'Print the JSON Schema of pipeline files. Editors use it to complete and check them. With FILE, it includes the units of the modules that FILE names.',
  args: {
    file: positional({
      type: optional(string),
      displayName: 'FILE',
      description: 'a pipeline file that names modules; without it, only the units of Understudy',
    }),
    out: option({ type: optional(string), long: 'out', description: 'the file to write; by default the terminal' }),
  },
  handler: async ({ file, out }) => {
    const vocabulary = await readVocabulary(file)
    if (E.isLeft(vocabulary)) return fail(vocabulary.left)
    const text = `${JSON.stringify(pipelineSchema(vocabulary.right), null, 2)}\n`
    if (out === undefined) process.stdout.write(text)
    else writeDurably(out, text)
  },
})
