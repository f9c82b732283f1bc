export { type OneDnn, type OneDnnOptions, openOneDnn } from './openOneDnn.ts'
export { describeProblem, type OneDnnProblem } from './problem.ts'
export {
  backendName,
  type KernelTime,
  type OneDnnHandle,
  registerOneDnn,
  type Statistics,
} from './registerOneDnn.ts'
export type { Precision } from './requirement.ts'
export type { Limits, Settings } from './settings.ts'
