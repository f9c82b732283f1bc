import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { pipelineSchema } from '../../../src/pipeline/show/pipelineSchema.ts'
import { shipped, textOf } from '../../support/pipelines.ts'
import { vocabulary } from '../../support/vocabulary.ts'

const schema = pipelineSchema(vocabulary)
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema)

/** Where a text breaks the schema, and how. */
const broken = (text: string): readonly string[] =>
  validate(parse(text)) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)

test('pipelines/schema.json is that of the built-in units (`npm run schema` writes it)', async () => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../../pipelines/schema.json')
})

describe('every shipped pipeline fits it', () => {
  test.each(shipped)('%s', (file) => {
    expect(broken(textOf(file))).toEqual([])
  })
})

test.each([
  ['an unknown key', '\nfazes: []', ' must NOT have additional properties'],
  ['a value of the wrong kind', '\nlimits: { concurrency: many }', '/limits/concurrency must be integer'],
  ['a value out of range', '\nlimits: { failures: 2 }', '/limits/failures must be <= 1'],
])('it refuses %s', (_, addition, expected) => {
  expect(broken(textOf('pipelines/supervised.yaml') + addition)).toContain(expected)
})

test('it takes a policy that the file declares wherever it takes a transform', () => {
  const text = textOf('pipelines/supervised.yaml')
    .replace('\nmodels:', '\npolicies: { plain: cropFlip, twice: [plain, cutout] }\nmodels:')
    .replace(/augment: \{ weak: .* \}/, 'augment: { weak: twice, strong: [plain, cutout] }')
  expect(text).toContain('weak: twice')
  expect(broken(text)).toEqual([])
})
