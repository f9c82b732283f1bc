export {
  type Backend,
  type BackendName,
  type BackendOptions,
  backendNames,
  type Description,
  defaultOptions,
  type KernelUse,
  type Precision,
  precisions,
} from './backend.ts'
export { backends, type Choice, chooseBackend, probeBackends } from './chooseBackend.ts'
