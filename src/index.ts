// For authors of units (`operators: [./mine.js]` in a pipeline file), and for programs that read, check and run
// pipeline files.
export { type Draw, drawOf, identity } from './augment/draw.ts'
export { lookup } from './augment/primitive/lookup.ts'
export type { Primitive } from './augment/primitive/primitive.ts'
export { warp } from './augment/primitive/warp/warp.ts'
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
  refine,
  stateName,
  tagged,
  taggedWith,
  text,
  type Unit,
  view,
  viewOrStack,
  weightsName,
  writes,
  writesLedger,
} from './codec/index.ts'
export { pixels, type Raster, raster } from './image/raster.ts'
export type { Facts } from './kind/field/facts.ts'
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
export { type BatchJoin, defineJoin, type FlowJoin, type Join } from './kind/join/join.ts'
export { each, output, scalarOf, shared } from './kind/loss/input.ts'
export { type Demand, defineLoss, type LossUnit } from './kind/loss/loss.ts'
export { type Body, defineNetwork, type Input } from './kind/network/body.ts'
export { averagePool } from './kind/network/layer/averagePool.ts'
export { conv } from './kind/network/layer/conv.ts'
export { convNorm } from './kind/network/layer/convNorm.ts'
export { dense } from './kind/network/layer/dense.ts'
export { dropout } from './kind/network/layer/dropout.ts'
export { chain, join, type Layer, pure } from './kind/network/layer/layer.ts'
export { norm } from './kind/network/layer/norm.ts'
export type { Mode, Network, Variables } from './kind/network/network.ts'
export { decayOf, defineOptimizer, type Given, type Optimizer, stateless } from './kind/optimizer/optimizer.ts'
export { defineOrder, type Order, type Ordered, type OrderParts } from './kind/order/order.ts'
export { builtIn, type Kind, type Registry } from './kind/registry.ts'
export type { Clock } from './kind/schedule/clock.ts'
export {
  type Amount,
  type Amounts,
  amountWithin,
  defineSchedule,
  type Schedule,
  valueAt,
} from './kind/schedule/schedule.ts'
export type { LabeledImage, LedgerImage, Sets, UnlabeledImage } from './kind/source/imageSets.ts'
export { defineSource, type Source } from './kind/source/source.ts'
export { defineStage, type Resources, type Stage, type StageResult } from './kind/stage/stage.ts'
export {
  defineStep,
  type ModelParts,
  type Moment,
  type Outcome,
  type Step,
  type StepParts,
} from './kind/step/step.ts'
export { type ModelState, variablesOf, type World, withModel, withState } from './kind/step/world.ts'
export type { Policies, Policy } from './kind/transform/policy.ts'
export { defineTransform, type Transform, targetIn } from './kind/transform/transform.ts'
export type { Plan } from './pipeline/plan/plan.ts'
export { load, type Pipeline } from './pipeline/read/load.ts'
export { type Override, readOverride } from './pipeline/read/override.ts'
export { withUserUnits } from './pipeline/read/userUnits.ts'
export { describe } from './pipeline/show/describe.ts'
export { mermaidGraph } from './pipeline/show/graph/mermaid.ts'
export { svgGraph } from './pipeline/show/graph/svg.ts'
export { textGraph } from './pipeline/show/graph/text.ts'
export { pipelineSchema } from './pipeline/show/pipelineSchema.ts'
export { type Complaint, type DataError, type DeclarationError, dataError, type RunError } from './prelude/errors.ts'
export { fold, type Key, keyOf } from './prelude/key.ts'
export { chance, integer, normals, uniform, uniforms } from './prelude/random.ts'
export { render } from './prelude/render.ts'
export type { RunEvent } from './run/train/event.ts'
export { type RunRequest, type RunResult, runPipeline } from './run/train/runPipeline.ts'
