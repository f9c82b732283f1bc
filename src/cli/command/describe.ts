import { command, option, optional, positional, string } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import { builtIn, unitsOf } from '../../kind/registry.ts'
import { vocabularyOf } from '../../kind/vocabulary.ts'
import { describeUnit, kindsText, unitsNamed, unitText } from '../../pipeline/show/describeUnit.ts'
import { declarationError } from '../../prelude/errors.ts'
import { nearest } from '../../prelude/nearest.ts'
import { fail } from '../fail.ts'
import { jsonFlag } from '../options.ts'
import { readPipeline } from '../readPipeline.ts'
import { chooseOutput } from '../watch/chooseOutput.ts'

/** `understudy describe`: everything that a pipeline file can name, or one unit with all its parameters. */
export const describeCommand = command({
  name: 'describe',
  description:
    'List everything that a pipeline file can name, by kind; or describe one: its parameters with ranges and defaults, what it reads and writes, its paper, an example.',
  args: {
    name: positional({
      type: optional(string),
      displayName: 'NAME',
      description: 'an operator, loss, transform, network, optimizer or schedule; all are listed when left out',
    }),
    file: option({
      type: optional(string),
      long: 'file',
      description: 'a pipeline file, to describe the units of its modules too',
    }),
    json: jsonFlag,
  },
  handler: async ({ name, file, json }) => {
    const read = file === undefined ? undefined : await readPipeline(file, [])
    if (read !== undefined && E.isLeft(read)) return fail(read.left)
    const vocabulary = read?.right.pipeline.vocabulary ?? vocabularyOf(builtIn)
    const output = chooseOutput({ json })
    const all = unitsOf(vocabulary.registry)
    if (name === undefined) {
      const units = all.map((unit) => ({ kind: unit.kind, name: unit.name, summary: unit.summary }))
      return output.result(kindsText(vocabulary), { units })
    }
    const units = unitsNamed(name, vocabulary).map((unit) => describeUnit(unit, vocabulary))
    if (units.length === 0) {
      const near = nearest(
        name,
        all.map((unit) => unit.name),
      )
      const expected = 'the name of a unit (understudy describe lists them)'
      const more = near === undefined ? {} : { nearest: near }
      return fail([declarationError({ path: ['NAME'], expected, received: `"${name}"`, ...more })])
    }
    output.result(units.map(unitText).join('\n\n'), { units })
  },
})
