import type { Summary } from './summary.ts'

const head = ['method', 'seeds', 'test accuracy', 'deviation', 'gain over supervised', 'steps', 'images/s']

const points = (share: number | null): string => (share === null ? '-' : (100 * share).toFixed(2))

const signed = (share: number): string => `${share < 0 ? '' : '+'}${points(share)}`

const gainText = ({ gain, gainError }: Summary): string => {
  if (gain === null) return '-'
  return gainError === null ? signed(gain) : `${signed(gain)} ± ${points(gainError)}`
}

const cells = (summary: Summary): readonly string[] => [
  summary.method,
  summary.seeds.join(', '),
  `${points(summary.mean)} %`,
  points(summary.deviation),
  gainText(summary),
  summary.steps.join(' / '),
  summary.imagesPerSecond === null ? '-' : String(Math.round(summary.imagesPerSecond)),
]

/** A table for a terminal, with aligned columns. */
export const textTable = (summaries: readonly Summary[]): string => {
  const rows = [head, ...summaries.map(cells)]
  const widths = head.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`

/** The same table in Markdown. */
export const markdownTable = (summaries: readonly Summary[]): string =>
  [line(head), `|${'---|'.repeat(head.length)}`, ...summaries.map((summary) => line(cells(summary)))].join('\n')
