import { escapeMarkup } from '../../../prelude/escapeMarkup.ts'
import type { Plan } from '../../plan/plan.ts'
import { type Described, type DescribedFlow, describe } from '../describe.ts'
import { wrap } from '../wrap.ts'

const box = { width: 300, lineHeight: 16, padding: 10, gap: 22 }
const column = box.width + 60
const margin = 30
const wrapAt = 44

interface Placed {
  readonly x: number
  readonly y: number
  readonly height: number
  readonly title: string
  readonly lines: readonly string[]
}

const linesOf = ({ settings, reads, writes }: Described): readonly string[] => [
  ...(settings === '' ? [] : wrap(settings, wrapAt)),
  ...(reads.length === 0 ? [] : wrap(`reads ${reads.join(', ')}`, wrapAt)),
  ...writes.flatMap((line) => wrap(`→ ${line}`, wrapAt)),
]

const place = (flow: DescribedFlow, x: number, top: number): readonly Placed[] => {
  let y = top
  return flow.nodes.map((node) => {
    const lines = linesOf(node)
    const height = 2 * box.padding + box.lineHeight * (lines.length + 1)
    const title = node.models.length > 0 ? `${node.operator} · ${[...new Set(node.models)].join(', ')}` : node.operator
    const placed = { x, y, height, title, lines }
    y += height + box.gap
    return placed
  })
}

const bottom = (nodes: readonly Placed[], top: number): number =>
  nodes.reduce((lowest, { y, height }) => Math.max(lowest, y + height), top)

const draw = ({ x, y, height, title, lines }: Placed): string => {
  const text = lines.map(
    (line, i) =>
      `<text class="detail" x="${x + box.padding}" y="${y + box.padding + box.lineHeight * (i + 2) - 4}">${escapeMarkup(line)}</text>`,
  )
  return [
    `<rect x="${x}" y="${y}" width="${box.width}" height="${height}" rx="6"/>`,
    `<text class="title" x="${x + box.padding}" y="${y + box.padding + box.lineHeight - 4}">${escapeMarkup(title)}</text>`,
    ...text,
  ].join('')
}

const arrow = (from: Placed, to: Placed): string => {
  const x1 = from.x + box.width / 2
  const x2 = to.x + box.width / 2
  const y1 = from.y + from.height
  return `<path d="M${x1},${y1} C${x1},${y1 + box.gap} ${x2},${to.y - box.gap} ${x2},${to.y - 4}" marker-end="url(#head)"/>`
}

const style = `svg{background:#fff;font-family:system-ui,sans-serif}rect{fill:#f4f6fb;stroke:#4a5a8a}path{fill:none;stroke:#4a5a8a}
.title{font-size:13px;font-weight:600;fill:#1d2440}.detail{font-size:11px;fill:#46506e}.flow{font-size:15px;font-weight:700;fill:#1d2440}`

/** The checked graph as an SVG picture: data flows side by side, and below them the flows that zip them. */
export const svgGraph = (plan: Plan): string => {
  const flows = describe(plan)
  const placed = new Map<string, readonly Placed[]>()
  const shapes: string[] = []
  const rows = [flows.filter(({ zip }) => zip.length === 0), flows.filter(({ zip }) => zip.length > 0)]
  let top = margin
  for (const row of rows) {
    row.forEach((flow, i) => {
      const x = margin + i * column
      shapes.push(`<text class="flow" x="${x}" y="${top + 14}">${escapeMarkup(flow.name)}</text>`)
      placed.set(flow.name, place(flow, x, top + 28))
    })
    top = row.reduce((lowest, { name }) => Math.max(lowest, bottom(placed.get(name)!, top)), top) + 2 * box.gap
  }
  for (const { name, zip } of flows) {
    const nodes = placed.get(name)!
    shapes.push(...nodes.map(draw))
    shapes.push(...nodes.slice(1).map((node, i) => arrow(nodes[i]!, node)))
    for (const other of zip) {
      const last = placed.get(other)?.at(-1)
      if (last !== undefined && nodes[0] !== undefined) shapes.push(arrow(last, nodes[0]))
    }
  }
  const width = 2 * margin + Math.max(...rows.map((row) => row.length)) * column
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}" viewBox="0 0 ${width} ${top}"><style>${style}</style>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0,0 L8,4 L0,8 z" style="fill:#4a5a8a"/></marker></defs>
${shapes.join('\n')}
</svg>
`
}
