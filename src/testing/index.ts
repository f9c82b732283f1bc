// Laws for operators, ours and yours: `fc.assert(fc.asyncProperty(stageCase(invert), deterministic(invert)), { seed: 1 })`.
export { arbitrary, arbitraryWritten } from './arbitrary.ts'
export { sampleBatch, sampleFrame } from './sample.ts'
export { conserves, declares, deterministic, pure, type StageCase, stageCase } from './stageLaws.ts'
export { declaresFields, leaksNothing, repeatable, type StepCase, stepCase } from './stepLaws.ts'
