export { type AnyCodec, Codec, fail, type Problem, problem } from './codec.ts'
export { list, map, mapWith } from './collections.ts'
export { decode, show } from './decode.ts'
export { either } from './either.ts'
export type { FieldKind } from './fieldKind.ts'
export { filled } from './filled.ts'
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
export { count, magnitude, number, probability } from './numbers.ts'
export { optional } from './optional.ts'
export { field, isObject, nothing, type RecordCodec, record } from './record.ts'
export { refine } from './refine.ts'
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
export type { Case, Field, Role, Shape } from './shape.ts'
export { type Chosen, tagged, taggedWith } from './tagged.ts'
export { choice, flag, text } from './texts.ts'
