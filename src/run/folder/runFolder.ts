import { join } from 'node:path'

/** The files and folders of one run. */
export interface RunFolder {
  readonly root: string
  readonly pipeline: string
  readonly environment: string
  readonly metrics: string
  readonly checkpoints: string
  readonly ledger: string
  readonly quarantine: string
  readonly splits: string
  readonly cache: string
  readonly report: string
  readonly lock: string
}

/** The layout of a run folder. Creates nothing. */
export const runFolder = (root: string): RunFolder => ({
  root,
  pipeline: join(root, 'pipeline.resolved.yaml'),
  environment: join(root, 'environment.json'),
  metrics: join(root, 'metrics.jsonl'),
  checkpoints: join(root, 'checkpoints'),
  ledger: join(root, 'ledger'),
  quarantine: join(root, 'quarantine.jsonl'),
  splits: join(root, 'splits.json'),
  cache: join(root, 'cache'),
  report: join(root, 'report.html'),
  lock: join(root, 'lock'),
})
