export { type AnyCodec, Codec, fail, type Problem, problem } from './codec.ts'
export { list, map, mapWith } from './combinator/collections.ts'
export { either } from './combinator/either.ts'
export { filled } from './combinator/filled.ts'
export { count, magnitude, number, probability } from './combinator/numbers.ts'
export { optional } from './combinator/optional.ts'
export { field, isObject, nothing, type RecordCodec, record } from './combinator/record.ts'
export { refine } from './combinator/refine.ts'
export type { Case, Field, Role, Shape } from './combinator/shape.ts'
export { type Chosen, tagged, taggedWith } from './combinator/tagged.ts'
export { choice, flag, text } from './combinator/texts.ts'
export { decode, show } from './decode.ts'
export type { FieldKind } from './fieldKind.ts'
export { type JsonSchema, jsonSchema } from './jsonSchema.ts'
export {
  type Applied,
  applied,
  appliedWith,
  type Bound,
  bind,
  type Definition,
  kind,
  type Table,
  type Unit,
} from './kind.ts'
export { type Mention, mentions } from './mentions.ts'
export {
  flowName,
  headName,
  modelName,
  reads,
  readsLedger,
  stateName,
  view,
  viewOrStack,
  weightsName,
  writes,
  writesLedger,
} from './roles.ts'
