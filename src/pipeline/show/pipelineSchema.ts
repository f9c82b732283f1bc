import { type JsonSchema, jsonSchema } from '../../codec/index.ts'
import type { AnyOperator } from '../../kind/definition.ts'
import { specCodec } from '../spec/spec.ts'

/**
 * The JSON Schema of pipeline files, for editors: what `check` accepts of single values, but not what it knows of how they fit together.
 *
 * @param operators those of Understudy, and of the user
 */
export const pipelineSchema = (operators: Readonly<Record<string, AnyOperator>>): JsonSchema =>
  jsonSchema(specCodec(operators), { title: 'A pipeline of Understudy' })
