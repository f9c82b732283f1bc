import { type JsonSchema, jsonSchema } from '../../codec/index.ts'
import type { Vocabulary } from '../../kind/vocabulary.ts'
import { specCodec } from '../spec/spec.ts'

type Definitions = Readonly<Record<string, JsonSchema & { readonly anyOf: readonly JsonSchema[] }>>

/** Where a transform may stand, so may the name of a policy. The schema does not know which names a file declares. */
const withPolicyNames = (schema: JsonSchema): JsonSchema => {
  const definitions = schema['$defs'] as Definitions // each is a choice among alternatives
  const { transform, ...others } = definitions
  if (transform === undefined) return schema
  const name = { type: 'string', description: 'the name of a policy of this file' }
  return { ...schema, $defs: { ...others, transform: { ...transform, anyOf: [...transform.anyOf, name] } } }
}

/**
 * The JSON Schema of pipeline files, for editors.
 *
 * It describes single values. Only `check` knows whether they fit together.
 *
 * @param vocabulary that of Understudy, or one with the user's units
 */
export const pipelineSchema = (vocabulary: Vocabulary): JsonSchema =>
  withPolicyNames(jsonSchema(specCodec(vocabulary), { title: 'A pipeline of Understudy' }))
