import { type JsonSchema, jsonSchema } from '../../codec/index.ts'
import type { Vocabulary } from '../../kind/vocabulary.ts'
import { specCodec } from '../spec/spec.ts'

/**
 * The JSON Schema of pipeline files, for editors: what `check` accepts of single values, but not what it knows of how they fit together.
 *
 * @param vocabulary of Understudy, or with the user's units
 */
export const pipelineSchema = (vocabulary: Vocabulary): JsonSchema =>
  jsonSchema(specCodec(vocabulary), { title: 'A pipeline of Understudy' })
