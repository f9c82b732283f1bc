import { type JsonSchema, jsonSchema } from '../../codec/index.ts'
import type { Vocabulary } from '../../kind/vocabulary.ts'
import { specCodec } from '../spec/spec.ts'

/**
 * The JSON Schema of pipeline files, for editors.
 *
 * It describes single values. Only `check` knows whether they fit together.
 *
 * @param vocabulary that of Understudy, or one with the user's units
 */
export const pipelineSchema = (vocabulary: Vocabulary): JsonSchema =>
  jsonSchema(specCodec(vocabulary), { title: 'A pipeline of Understudy' })
