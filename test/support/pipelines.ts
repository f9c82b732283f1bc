import { readdirSync, readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { builtIn } from '../../src/kind/registry.ts'
import type { Term } from '../../src/kind/step/update/term.ts'
import type { Plan } from '../../src/pipeline/plan/plan.ts'
import { load } from '../../src/pipeline/read/load.ts'
import { type Override, readOverride } from '../../src/pipeline/read/override.ts'
import { render } from '../../src/prelude/render.ts'

/** Every pipeline file that ships, by its path from the root of the project. */
export const shipped: readonly string[] = readdirSync('pipelines')
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => `pipelines/${name}`)

/** The text of a file of the project. */
export const textOf = (file: string): string => readFileSync(file, 'utf8')

/** The settings in the comments of a file: what follows each `--set`, quoted or not. */
export const told = (file: string): readonly string[] => {
  const comments = textOf(file)
    .split('\n')
    .filter((line) => line.startsWith('# '))
    .map((line) => line.slice(2))
    .join(' ')
  return [...comments.matchAll(/--set\s+(?:'([^']+)'|([^\s;]+))/g)].map(([, quoted, bare]) => quoted ?? bare!)
}

/** What `--set` was given, read. */
export const parsed = (settings: readonly string[]): readonly Override[] =>
  settings.map((setting) => {
    const override = readOverride(setting)
    if (E.isLeft(override)) throw new Error(render(override.left))
    return override.right
  })

/**
 * The messages about a pipeline, in order; none when it is sound.
 *
 * @param flags what the command line says: `--set path=value`, and `classes 3` for a folder of 3 classes
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
