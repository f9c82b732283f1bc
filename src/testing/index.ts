// Laws for units, ours and yours:
// `fc.assert(fc.asyncProperty(stageCase(negative), deterministic(negative)), { seed: 1 })`.
export { arbitrary, arbitraryWritten } from './arbitrary.ts'
export { decomposes, hasFiniteSlopes, type LossCase, lossCase, tidies } from './lossLaws.ts'
export { applyFits, initFits, keepsNoState, leavesNoTensor, type NetworkCase, networkCase } from './networkLaws.ts'
export { type OptimizerCase, optimizerCase, ownsNothing, updatesAlike, updatesAll } from './optimizerLaws.ts'
export { sampleBatch, sampleFrame } from './sample.ts'
export { conserves, declares, deterministic, pure, type StageCase, stageCase } from './stageLaws.ts'
export { declaresFields, leaksNothing, repeatable, type StepCase, stepCase } from './stepLaws.ts'
export {
  drawsFromKey,
  keepsImage,
  keepsSize,
  type TransformCase,
  transformCase,
  writesTargets,
} from './transformLaws.ts'
