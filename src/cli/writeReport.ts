import { existsSync, readFileSync } from 'node:fs'
import { writeDurably } from '../data/file/writeDurably.ts'
import { report, type StepMetrics } from '../page/report.ts'
import { svgGraph } from '../pipeline/show/graph/svg.ts'
import { isStepRow, readMetrics } from '../run/folder/metricsRow.ts'
import type { RunResult } from '../run/train/runPipeline.ts'

const lines = (file: string): readonly unknown[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
    : []

/** The rows of metrics.jsonl that steps wrote. The other rows are evaluations. */
const stepMetrics = (file: string): readonly StepMetrics[] =>
  lines(file).flatMap((line) => {
    const row = readMetrics(line)
    return row !== undefined && isStepRow(row) ? [{ step: row.step, values: row.metrics }] : []
  })

/** Writes report.html into the folder of a finished run. */
export const writeReport = ({ folder, plan, classes, sets, trained, figures }: RunResult): void => {
  const page = report({
    name: plan.spec.name,
    paper: plan.spec.paper,
    classes,
    sets,
    figures,
    lastCount: plan.spec.evaluate.lastCount,
    evaluations: trained.evaluations,
    metrics: stepMetrics(folder.metrics),
    quarantine: lines(folder.quarantine) as readonly { file: string; stage: string; reason: string }[],
    graph: svgGraph(plan),
    pipeline: readFileSync(folder.pipeline, 'utf8'),
    environment: JSON.parse(readFileSync(folder.environment, 'utf8')),
  })
  writeDurably(folder.report, page)
}
