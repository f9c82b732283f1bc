import { join } from 'node:path'
import { readResults, writeJson } from './files.ts'
import { classes, lastCount, methods, settings, sizes } from './protocol.ts'
import { summarize } from './summary.ts'
import { markdownTable, textTable } from './tables.ts'
import type { Terms } from './terms.ts'

export interface Report {
  readonly out: string
  readonly terms: Terms
  /** The settings whose tables are printed. */
  readonly settings: readonly string[]
  readonly markdown: boolean
}

/** Writes results.json from all results of the folder, and prints a table for each setting. */
export const report = ({ out, terms, settings: shown, markdown }: Report): void => {
  const results = readResults(out)
  if (results.length === 0) return
  const names = Object.keys(methods)
  const seeds = [...new Set(results.map(({ seed }) => seed))].sort((a, b) => a - b)
  const command =
    `npm run bench:methods -- --seconds ${terms.seconds} --threads ${terms.threads} ` +
    `--clock ${terms.clock} --seeds ${seeds.join(',')}`
  const commits = [...new Set(results.map(({ commit }) => commit))]
  const summaries = Object.fromEntries(
    Object.keys(settings).map((setting) => [setting, summarize(results, setting, names)]),
  )
  writeJson(join(out, 'results.json'), { command, commits, ...terms, sizes, summaries, results })
  for (const name of shown) {
    const { dataSet, labelsPerClass } = settings[name]!
    const title = `${name}: ${dataSet}, ${classes * labelsPerClass} labels, ${classes * sizes.unlabeled} unlabeled images, ${classes * sizes.test} test images`
    const rows = summaries[name]!
    if (markdown) console.log(`\n**${title}**\n\n${markdownTable(rows)}`)
    else console.log(`\n${title}\n${textTable(rows)}`)
  }
  console.log(
    markdown
      ? `\nTest accuracy: averaged weights, median of the last ${lastCount} evaluations; deviation and gain in points, the gain by pairs of equal seeds with its standard error.\n` +
          `Commit ${commits.join(', ')}; the command:\n\n    ${command}`
      : `\n${command}\ncommit ${commits.join(', ')}; everything is in ${join(out, 'results.json')}`,
  )
}
