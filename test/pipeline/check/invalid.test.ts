// Covers src/pipeline/check/modelInputs.ts.
// Covers src/pipeline/check/check.ts, src/pipeline/check/checkFlow.ts, src/pipeline/check/checkModels.ts.
// Covers src/pipeline/check/checkPhases.ts, src/pipeline/check/checkRepeated.ts.
// Covers src/pipeline/check/endless.ts, src/pipeline/check/flowOrder.ts, src/pipeline/check/headPlans.ts.
// Covers src/pipeline/check/placement.ts, src/pipeline/check/unknownName.ts.
// Covers src/pipeline/check/unreadFields.ts, src/pipeline/check/weightsError.ts.
// Covers src/pipeline/read/override.ts, src/pipeline/read/source.ts, src/pipeline/read/substitute.ts.
// Covers src/pipeline/spec/evaluate.ts, src/pipeline/spec/model.ts, src/pipeline/spec/phase.ts.
// Covers src/pipeline/spec/spec.ts, src/pipeline/check/doubles.ts, src/pipeline/check/fieldErrors.ts.
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { complaintsIn, textOf } from '../../support/pipelines.ts'

const folder = 'fixtures/pipelines/invalid'
const files = readdirSync(folder).map((name) => `${folder}/${name}`)

/** The comments at the top of a file: what the command line says, then each mistake and its place. */
const header = (text: string): readonly string[] => {
  const lines = text.split('\n')
  const end = lines.findIndex((line) => !line.startsWith('# '))
  return lines.slice(0, end).map((line) => line.slice(2))
}

const isFlag = (line: string): boolean => line.startsWith('--set ') || line.startsWith('classes ')

test.each(files)('%s has exactly the mistakes that it tells', (file) => {
  const text = textOf(file)
  const told = header(text)
  const expected = told.filter((line) => !isFlag(line)).map((line) => line.replace(/^\d+:\d+: /, `${file}:$&`))
  expect(expected).not.toEqual([])
  expect(complaintsIn(file, text, told.filter(isFlag))).toEqual(expected)
})
