export {
  type Backend,
  type BackendName,
  type BackendOptions,
  backendNames,
  type Description,
  defaultOptions,
} from './backend.ts'
export { backends, type Choice, chooseBackend, probeBackends } from './chooseBackend.ts'
