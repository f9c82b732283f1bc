// What a module of operators needs (`operators: [./mine.js]` in a pipeline file), and what reads, checks and runs pipeline files in a program.
export {
  type AnyCodec,
  Codec,
  choice,
  count,
  decode,
  either,
  type FieldKind,
  field,
  flag,
  flowName,
  headName,
  list,
  lookedAt,
  magnitude,
  map,
  mapWith,
  modelName,
  nothing,
  number,
  optional,
  probability,
  reads,
  readsLedger,
  record,
  tagged,
  taggedWith,
  tellsApart,
  text,
  view,
  writes,
  writesLedger,
} from './codec/index.ts'
export { pixels, type Raster, raster } from './image/raster.ts'
export {
  type AnyOperator,
  type Complaint,
  defineOrder,
  defineSource,
  defineStage,
  defineStep,
  type Facts,
  type Moment,
  type Ordered,
  type OrderParts,
  type Outcome,
} from './kind/definition.ts'
export { type Dim, type FieldType, type FieldTypes, showType } from './kind/field/fieldType.ts'
export {
  type Batch,
  type FileRef,
  type Frame,
  fileOf,
  filesOf,
  imageOf,
  numberOf,
  numbersOf,
  stackOf,
  tensorOf,
} from './kind/field/frame.ts'
export { operators, type Registry } from './kind/registry.ts'
export { type ModelState, variablesOf, type World, withModel } from './kind/step/world.ts'
export type { Plan } from './pipeline/plan/plan.ts'
export { load } from './pipeline/read/load.ts'
export { type Override, readOverride } from './pipeline/read/override.ts'
export { withUserOperators } from './pipeline/read/userOperators.ts'
export { describe } from './pipeline/show/describe.ts'
export { mermaidGraph } from './pipeline/show/graph/mermaid.ts'
export { svgGraph } from './pipeline/show/graph/svg.ts'
export { textGraph } from './pipeline/show/graph/text.ts'
export { pipelineSchema } from './pipeline/show/pipelineSchema.ts'
export { type DataError, type DeclarationError, dataError, type RunError } from './prelude/errors.ts'
export { fold, type Key, keyOf } from './prelude/key.ts'
export { chance, integer, normals, uniform, uniforms } from './prelude/random.ts'
export { render } from './prelude/render.ts'
export { type RunRequest, type RunResult, runPipeline } from './run/train/runPipeline.ts'
