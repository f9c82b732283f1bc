import { describe, expect, test } from 'vitest'
import { type ReportData, report } from '../../src/page/report.ts'

/** A drawing whose style names bare elements, as a standalone SVG may: inside a page it applies to every path. */
const graph = '<svg><style>path{fill:none;stroke:#4a5a8a}text{fill:#000}</style><path d="M0,0"/></svg>'

const data: ReportData = {
  name: 'run <1>',
  paper: '',
  classes: ['cat', 'dog'],
  sets: { train: 50, test: 10 },
  figures: [{ weights: 'average', views: null, last: 0.5, median: null, bestOnValidation: 0.75, bestStep: 20 }],
  lastCount: 3,
  evaluations: [10, 20].map((step) => ({
    step,
    scores: [{ weights: 'average' as const, views: null, validation: step / 40, test: step / 50 }],
  })),
  metrics: [
    { step: 1, values: { supervised: 2, 'confident.rate': 0.1 } },
    { step: 2, values: { supervised: 1, consistency: 0.5 } },
  ],
  quarantine: [],
  graph,
  pipeline: 'name: <p>',
  environment: { seed: 1, node: 'v20' },
}

interface Rule {
  readonly selector: string
  readonly declarations: string
}

/** Every rule of every style element, whose scope is the whole page wherever the element stands. */
const rulesOf = (page: string): readonly Rule[] =>
  [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].flatMap(([, css]) =>
    [...css!.matchAll(/([^{}]+)\{([^}]*)\}/g)].flatMap(([, selectors, declarations]) =>
      selectors!.split(',').map((selector) => ({ selector: selector.trim(), declarations: declarations! })),
    ),
  )

const declared = (property: string, declarations: string): string | undefined =>
  declarations.match(new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;]+)`))?.[1]

/** The value that a browser uses: inline style, then the strongest rule (class before element), then attribute. */
const effective = (property: string, element: string, rules: readonly Rule[]): string | undefined => {
  const attribute = (name: string) => element.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1]
  const tag = element.match(/^<(\w+)/)![1]
  const last = (selector: string) =>
    rules
      .filter((rule) => rule.selector === selector)
      .flatMap((rule) => declared(property, rule.declarations) ?? [])
      .at(-1)
  return (
    declared(property, attribute('style') ?? '') ?? last(`.${attribute('class')}`) ?? last(tag!) ?? attribute(property)
  )
}

/** The elements of one plot, by its title. */
const plotOf = (page: string, title: string): string =>
  page.match(new RegExp(`<figcaption>${title}</figcaption>.*?</figure>`, 's'))![0]

describe('report', () => {
  test('paints every curve in its own color, whatever styles the graph brings along', () => {
    const page = report(data)
    const rules = rulesOf(page)
    expect(rules.map(({ selector }) => selector)).toContain('path')
    for (const title of ['Accuracy', 'Loss terms, before their weights']) {
      const curves = plotOf(page, title).match(/<path class="curve"[^>]*>/g)!
      const strokes = curves.map((curve) => effective('stroke', curve, rules))
      expect(curves).toHaveLength(2)
      expect(new Set(strokes).size).toBe(2)
      expect(curves.map((curve) => effective('fill', curve, rules))).toEqual(['none', 'none'])
      const names = plotOf(page, title).match(/<text [^>]*style="fill[^>]*>/g)!
      expect(names.map((name) => effective('fill', name, rules))).toEqual(strokes)
    }
  })

  test('gives figures in percent, a dash for none, and the step of the best validation', () => {
    expect(report(data)).toContain(
      '<tr><td>average</td><td class="number">50.00 %</td><td class="number">—</td><td class="number">75.00 % (step 20)</td></tr>',
    )
    expect(report(data)).toContain('median of the last 3')
    expect(report(data)).toContain('2 evaluations.')
  })

  test('plots accuracy by set, loss terms together, and rates apart', () => {
    const page = report(data)
    expect(plotOf(page, 'Accuracy')).toContain('>test, average</text>')
    expect(plotOf(page, 'Accuracy')).toContain('>validation, average</text>')
    expect(plotOf(page, 'Loss terms, before their weights')).toContain('>supervised</text>')
    expect(plotOf(page, 'Loss terms, before their weights')).toContain('>consistency</text>')
    expect(plotOf(page, 'Loss terms, before their weights')).not.toContain('confident.rate')
    expect(plotOf(page, 'Share of unlabeled images that count')).toContain('>confident.rate</text>')
    expect(report({ ...data, metrics: [{ step: 1, values: { supervised: 2 } }] })).not.toContain('Share of unlabeled')
  })

  test('lists the quarantine, or says that there is none', () => {
    expect(report(data)).toContain('<p>Every image could be used.</p>')
    const row = { file: 'a&b.png', stage: 'decode', reason: 'cut off' }
    expect(report({ ...data, quarantine: [row] })).toContain(
      '<tr><td>a&amp;b.png</td><td>decode</td><td>cut off</td></tr>',
    )
  })

  test('shows sets, classes, environment and the pipeline, escaped; the graph as it is', () => {
    const page = report(data)
    expect(page).toContain('<title>run &lt;1&gt;</title>')
    expect(page).toContain('<tr><th>train</th><td>50</td></tr>')
    expect(page).toContain('Classes: cat, dog')
    expect(page).toContain('<tr><th>node</th><td>v20</td></tr>')
    expect(page).toContain('<pre>name: &lt;p&gt;</pre>')
    expect(page).toContain(graph)
  })

  test('names the paper if there is one', () => {
    expect(report({ ...data, paper: 'Lee, 2013' })).toContain('<p class="note">Lee, 2013</p>')
    expect(report(data)).not.toContain('<p class="note"></p>')
  })
})
