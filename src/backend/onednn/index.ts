export { type OneDnn, type OneDnnOptions, openOneDnn } from './open/openOneDnn.ts'
export { describeProblem, type OneDnnProblem } from './open/problem.ts'
export type { Precision } from './open/requirement.ts'
export {
  backendName,
  type KernelTime,
  type OneDnnHandle,
  registerOneDnn,
  type Statistics,
} from './registerOneDnn.ts'
export type { Limits, Settings } from './settings.ts'
