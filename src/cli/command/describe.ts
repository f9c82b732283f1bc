import { command, option, optional, positional, string } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import { unitsOf } from '../../kind/registry.ts'
import { describeUnit } from '../../pipeline/show/describeUnit.ts'
import { kindsText, unitsNamed, unitText } from '../../pipeline/show/unitText.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { nearest } from '../../prelude/nearest.ts'
import { jsonFlag } from '../options/options.ts'
import { readVocabulary } from '../pipeline/readVocabulary.ts'
import { fail } from '../process/fail.ts'
import { chooseOutput } from '../watch/chooseOutput.ts'

const unknownUnit = (name: string, known: readonly string[]): DeclarationError => {
  const near = nearest(name, known)
  return declarationError({
    path: ['NAME'],
    expected: 'the name of a unit (understudy describe lists them)',
    received: `"${name}"`,
    ...(near === undefined ? {} : { nearest: near }),
  })
}

/** `understudy describe`: everything that a pipeline file can name, or one unit with all its parameters. */
export const describeCommand = command({
  name: 'describe',
  description:
    'List everything that a pipeline file can name, by kind. With NAME, describe one unit: its parameters with ranges and defaults, the fields that it reads and writes, its paper, an example.',
  args: {
    name: positional({
      type: optional(string),
      displayName: 'NAME',
      description: 'an operator, loss, transform, network, optimizer or schedule; without it, a list of all',
    }),
    file: option({
      type: optional(string),
      long: 'file',
      description: 'a pipeline file, to include the units of its modules',
    }),
    json: jsonFlag,
  },
  handler: async ({ name, file, json }) => {
    const read = await readVocabulary(file)
    if (E.isLeft(read)) return fail(read.left)
    const vocabulary = read.right
    const all = unitsOf(vocabulary.registry)
    const output = chooseOutput({ json })
    if (name === undefined) {
      const units = all.map((unit) => ({ kind: unit.kind, name: unit.name, summary: unit.summary }))
      return output.result(kindsText(vocabulary), { units })
    }
    const units = unitsNamed(name, vocabulary).map((unit) => describeUnit(unit, vocabulary))
    if (units.length > 0) return output.result(units.map(unitText).join('\n\n'), { units })
    const names = all.map((unit) => unit.name)
    fail([unknownUnit(name, names)])
  },
})
