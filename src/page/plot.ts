import { type Html, html, raw } from './html.ts'

export interface Curve {
  readonly name: string
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

export interface Plot {
  readonly title: string
  readonly xLabel: string
  readonly curves: readonly Curve[]
  /** The smallest and the largest y of the plot. By default from 0, or from a lower y, to the largest y. */
  readonly range?: readonly [number, number]
}

const size = { width: 640, height: 240, left: 56, right: 150, top: 16, bottom: 34 }
const colors = ['#3458c4', '#c4501f', '#2c8a57', '#8a3fb0', '#9a7b12', '#3d8fa6']
const most = 400

/** Thins curves with more points than a screen has columns, evenly. Keeps the first and the last point. */
const thin = <A>(points: readonly A[]): readonly A[] => {
  if (points.length <= most) return points
  return Array.from({ length: most }, (_, i) => points[Math.round((i * (points.length - 1)) / (most - 1))]!)
}

const ticks = (low: number, high: number, count: number): readonly number[] =>
  Array.from({ length: count + 1 }, (_, i) => low + ((high - low) * i) / count)

const short = (value: number): string =>
  Math.abs(value) >= 1000 ? value.toFixed(0) : Number(value.toPrecision(3)).toString()

/**
 * Curves as one inline SVG, with a grid, numbered axes, and a legend.
 *
 * - Curves without points are left out. If no curve has a point, the figure says so.
 * - After the last color the first one comes again.
 * - Colors are inline styles, because the `<style>` of another drawing applies to the whole page and beats
 *   attributes.
 *
 * @example
 * const { html } = plot({ title: 'Loss', xLabel: 'step', curves: [] })
 * html // => '<figure><figcaption>Loss</figcaption><p>Nothing was logged.</p></figure>'
 */
export const plot = ({ title, xLabel, curves, range }: Plot): Html => {
  const shown = curves.filter(({ points }) => points.length > 0)
  const all = shown.flatMap(({ points }) => points)
  if (all.length === 0) return html`<figure><figcaption>${title}</figcaption><p>Nothing was logged.</p></figure>`
  const xs = all.map(({ x }) => x)
  const ys = all.map(({ y }) => y)
  const [x0, x1] = [xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b))]
  const [y0, y1] = range ?? [ys.reduce((a, b) => Math.min(a, b), 0), ys.reduce((a, b) => Math.max(a, b))]
  const inner = { width: size.width - size.left - size.right, height: size.height - size.top - size.bottom }
  const px = (x: number): number => size.left + (x1 === x0 ? 0.5 : (x - x0) / (x1 - x0)) * inner.width
  const py = (y: number): number => size.top + inner.height - (y1 === y0 ? 0.5 : (y - y0) / (y1 - y0)) * inner.height
  const grid = ticks(y0, y1, 4).map(
    (y) =>
      `<path class="grid" d="M${size.left},${py(y).toFixed(1)}H${size.left + inner.width}"/><text x="${size.left - 6}" y="${(py(y) + 4).toFixed(1)}" text-anchor="end">${short(y)}</text>`,
  )
  const bottom = ticks(x0, x1, 4).map(
    (x) => `<text x="${px(x).toFixed(1)}" y="${size.height - 16}" text-anchor="middle">${short(x)}</text>`,
  )
  const lines = shown.map(({ points }, i) => {
    const path = thin(points).map(({ x, y }, j) => `${j === 0 ? 'M' : 'L'}${px(x).toFixed(1)},${py(y).toFixed(1)}`)
    return `<path class="curve" style="stroke:${colors[i % colors.length]}" d="${path.join('')}"/>`
  })
  const legend = shown.map(
    ({ name }, i) =>
      html`<text x="${size.left + inner.width + 12}" y="${size.top + 14 + 18 * i}" style="fill:${colors[i % colors.length]}">${name}</text>`,
  )
  const drawing = raw([...grid, ...bottom, ...lines].join(''))
  return html`<figure><figcaption>${title}</figcaption><svg class="plot" viewBox="0 0 ${size.width} ${size.height}">${drawing}<text x="${size.left + inner.width / 2}" y="${size.height - 2}" text-anchor="middle">${xLabel}</text>${legend}</svg></figure>`
}
