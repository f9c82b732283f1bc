/** Lines of a table whose columns stand below each other: the first ones to the left, the others to the right. */
export const table = (rows: readonly (readonly string[])[], leftColumns: number): string => {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((cells) => cells[i]?.length ?? 0))) ?? []
  const aligned = (cell: string, i: number): string =>
    i < leftColumns ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)
  return rows.map((cells) => cells.map(aligned).join('  ').trimEnd()).join('\n')
}
