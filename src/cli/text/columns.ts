/**
 * Aligns rows of cells as columns.
 *
 * @example
 * columns([['class', 'n'], ['a', '10']]) // => 'class   n\na      10'
 *
 * @param left how many columns align to the left; the others align to the right
 */
export const columns = (rows: readonly (readonly string[])[], left = 1): string => {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((cells) => cells[i]?.length ?? 0))) ?? []
  const aligned = (cell: string, i: number): string =>
    i < left ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)
  return rows.map((cells) => cells.map(aligned).join('  ').trimEnd()).join('\n')
}
