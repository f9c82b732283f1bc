import { percent } from '../prelude/percent.ts'
import { type Accuracy, type Evaluation, type Figures, scoreOf, type Way, wayName } from '../run/score/evaluation.ts'
import { type Html, html, raw } from './html.ts'
import { type Curve, plot } from './plot.ts'

/** The metrics of one step, from one line of metrics.jsonl. */
export interface StepMetrics {
  readonly step: number
  readonly values: Readonly<Record<string, number>>
}

export interface ReportData {
  readonly name: string
  readonly paper: string
  readonly classes: readonly string[]
  /** The number of images of each set, by name. */
  readonly sets: Readonly<Record<string, number>>
  readonly figures: readonly Figures[]
  /** The number of last evaluations that the median covers. */
  readonly lastCount: number
  readonly evaluations: readonly Evaluation[]
  readonly metrics: readonly StepMetrics[]
  readonly quarantine: readonly { readonly file: string; readonly stage: string; readonly reason: string }[]
  /** The graph of the pipeline, as SVG. */
  readonly graph: string
  /** The resolved pipeline file. */
  readonly pipeline: string
  readonly environment: Readonly<Record<string, unknown>>
}

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:1000px;margin:2rem auto;padding:0 1rem;color:#1d2440}
table{border-collapse:collapse;margin:1rem 0}th,td{border-bottom:1px solid #d5daea;padding:.3rem .8rem;text-align:left}td.number{text-align:right;font-variant-numeric:tabular-nums}
figure{margin:1.5rem 0}figcaption{font-weight:600}.plot{width:100%;font-size:11px}.grid{stroke:#e3e7f2}.curve{fill:none;stroke-width:1.6}
pre{background:#f4f6fb;padding:1rem;overflow:auto;font-size:12px}.graph{overflow:auto}.note{color:#56617e}`

const accuracy = (share: number | null): string => (share === null ? '—' : percent(share))

const figureRow = (figures: Figures): Html => {
  const { last, median, bestOnValidation, bestStep } = figures
  return html`<tr><td>${wayName(figures)}</td><td class="number">${accuracy(last)}</td><td class="number">${accuracy(median)}</td><td class="number">${accuracy(bestOnValidation)}${bestStep === null ? '' : ` (step ${bestStep})`}</td></tr>`
}

const accuracyCurves = (evaluations: readonly Evaluation[], ways: readonly Way[]): readonly Curve[] => {
  const sets = ['test', 'validation'] as const satisfies readonly (keyof Accuracy)[]
  return sets.flatMap((set) =>
    ways.map((way) => ({
      name: `${set}, ${wayName(way)}`,
      points: evaluations.flatMap((evaluation) => {
        const y = scoreOf(evaluation, way)?.[set] ?? null
        return y === null ? [] : [{ x: evaluation.step, y }]
      }),
    })),
  )
}

const metricCurves = (metrics: readonly StepMetrics[], isShown: (name: string) => boolean): readonly Curve[] => {
  const names = [...new Set(metrics.flatMap(({ values }) => Object.keys(values)))].filter(isShown)
  return names.map((name) => ({
    name,
    points: metrics.flatMap(({ step, values }) => (values[name] === undefined ? [] : [{ x: step, y: values[name] }])),
  }))
}

const isRate = (name: string): boolean => name.endsWith('.rate')

const quarantineTable = (rows: ReportData['quarantine']): Html =>
  rows.length === 0
    ? html`<p>Every image could be used.</p>`
    : html`<table><tr><th>file</th><th>stage</th><th>reason</th></tr>${rows.map(({ file, stage, reason }) => html`<tr><td>${file}</td><td>${stage}</td><td>${reason}</td></tr>`)}</table>`

const keyValues = (record: Readonly<Record<string, unknown>>): Html =>
  html`<table>${Object.entries(record).map(([key, value]) => html`<tr><th>${key}</th><td>${typeof value === 'string' ? value : JSON.stringify(value)}</td></tr>`)}</table>`

/**
 * A run as one self-contained HTML page: figures, curves, quarantine, graph, resolved pipeline and
 * environment.
 *
 * - Every figure names its set, its weights, and what chose the checkpoint. The test set chooses nothing.
 * - Metrics called `*.rate` are shares and get a plot of their own.
 */
export const report = (data: ReportData): string => {
  const { name, paper, figures, lastCount, evaluations, metrics } = data
  const page = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title><style>${raw(style)}</style></head><body>
<h1>${name}</h1>${paper === '' ? '' : html`<p class="note">${paper}</p>`}
<h2>Accuracy on the test images</h2>
<table><tr><th>weights</th><th>last</th><th>median of the last ${lastCount}</th><th>best on validation</th></tr>${figures.map(figureRow)}</table>
<p class="note">${evaluations.length} evaluations. The test images chose nothing: the last column is the test accuracy at the step with the best validation accuracy.</p>
${plot({ title: 'Accuracy', xLabel: 'step', curves: accuracyCurves(evaluations, figures), range: [0, 1] })}
${plot({ title: 'Loss terms, before their weights', xLabel: 'step', curves: metricCurves(metrics, (metric) => !isRate(metric)) })}
${metricCurves(metrics, isRate).length === 0 ? '' : plot({ title: 'Share of unlabeled images that count', xLabel: 'step', curves: metricCurves(metrics, isRate), range: [0, 1] })}
<h2>Images</h2>${keyValues(data.sets)}<p>Classes: ${data.classes.join(', ')}</p>
<h2>Quarantine</h2>${quarantineTable(data.quarantine)}
<h2>Graph</h2><div class="graph">${raw(data.graph)}</div>
<h2>Pipeline, resolved</h2><pre>${data.pipeline}</pre>
<h2>Environment</h2>${keyValues(data.environment)}
</body></html>`
  return `${page.html}\n`
}
