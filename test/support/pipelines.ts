import { readdirSync, readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { builtIn } from '../../src/kind/registry.ts'
import type { Clock } from '../../src/kind/schedule/clock.ts'
import { valueAt } from '../../src/kind/schedule/schedule.ts'
import type { Term } from '../../src/kind/step/update/term.ts'
import type { Plan } from '../../src/pipeline/plan/plan.ts'
import { load } from '../../src/pipeline/read/load.ts'
import { type Override, readOverride } from '../../src/pipeline/read/override.ts'
import { render } from '../../src/prelude/render.ts'

/** All pipeline files that ship, by their path from the root of the project. */
export const shipped: readonly string[] = readdirSync('pipelines')
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => `pipelines/${name}`)

/** The text of a file of the project. */
export const textOf = (file: string): string => readFileSync(file, 'utf8')

/** The settings in the comments of a file: the text after each `--set`, quoted or not. */
export const told = (file: string): readonly string[] => {
  const comments = textOf(file)
    .split('\n')
    .filter((line) => line.startsWith('# '))
    .map((line) => line.slice(2))
    .join(' ')
  return [...comments.matchAll(/--set\s+(?:'([^']+)'|([^\s;]+))/g)].map(([, quoted, bare]) => quoted ?? bare!)
}

/** Reads the values of `--set`. Mistakes fail the test with their messages. */
export const parsed = (settings: readonly string[]): readonly Override[] =>
  settings.map((setting) => {
    const override = readOverride(setting)
    if (E.isLeft(override)) throw new Error(render(override.left))
    return override.right
  })

/**
 * The messages about a pipeline, in order; none if it is sound.
 *
 * @param flags `--set path=value` as on the command line, and `classes 3` for a folder with three classes
 */
export const complaintsIn = (file: string, text: string, flags: readonly string[] = []): readonly string[] => {
  const settings = flags.filter((flag) => flag.startsWith('--set ')).map((flag) => flag.slice('--set '.length))
  const classes = flags.find((flag) => flag.startsWith('classes '))?.slice('classes '.length)
  const loaded = load(file, text, builtIn, parsed(settings), classes === undefined ? 'classes' : Number(classes))
  return E.isLeft(loaded) ? loaded.left.map(render) : []
}

/** The plan of the text of a pipeline; mistakes fail the test with their messages. */
export const planFrom = (
  text: string,
  classes: number | string,
  settings: readonly string[] = [],
  file = 'test.yaml',
): Plan => {
  const loaded = load(file, text, builtIn, parsed(settings), classes)
  if (E.isLeft(loaded)) throw new Error(loaded.left.map(render).join('\n'))
  return loaded.right.plan
}

/** The plan of a pipeline file; mistakes fail the test with their messages. */
export const planOf = (file: string, classes: number | string = 'classes', ...settings: readonly string[]): Plan =>
  planFrom(textOf(file), classes, settings, file)

/** The terms of the total loss on which a flow trains. */
export const lossOf = (plan: Plan, flow: string): Readonly<Record<string, Term>> => {
  const update = plan.flows[flow]!.steps.find(({ name }) => name === 'update')!
  return (update.params as { readonly loss: Readonly<Record<string, Term>> }).loss
}

/** What a term weighs at a moment; a weight that a field gives fails the test. */
export const weightAt = ({ weight }: Pick<Term, 'weight'>, clock: Clock): number => {
  if (typeof weight === 'string') throw new Error(`Expected a number or a schedule, received the field ${weight}`)
  return valueAt(weight)(clock)
}
