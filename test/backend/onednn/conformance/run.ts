import { writeFileSync } from 'node:fs'
import { handle } from './backend.ts'
import { environment } from './jasmine.ts'
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js'
import '@tensorflow/tfjs-core/dist/register_all_gradients.js'
import '@tensorflow/tfjs-core/dist/tests.js'

/** The result of the suite, written as JSON into the file of the first argument. */
export interface Outcome {
  readonly passed: number
  readonly failed: readonly { readonly name: string; readonly message: string }[]
  readonly fallbacks: Readonly<Record<string, number>>
}

const failed: Outcome['failed'][number][] = []
let passed = 0
environment.addReporter({
  specDone: ({ status, fullName, failedExpectations }) => {
    if (status === 'passed') passed++
    if (status === 'failed') failed.push({ name: fullName, message: failedExpectations[0]?.message ?? '' })
  },
})
void environment.execute().then(() => {
  const outcome: Outcome = { passed, failed, fallbacks: handle.statistics().fallbacks }
  writeFileSync(process.argv[2]!, JSON.stringify(outcome))
  process.exit(0)
})
