export { assertShape, type Dimensions } from './assertShape.ts'
export {
  type Backend,
  type BackendName,
  type BackendOptions,
  backendNames,
  type Description,
  defaultOptions,
} from './backend/backend.ts'
export { backends, type Choice, chooseBackend, probeBackends } from './backend/chooseBackend.ts'
export { type Differentiated, differentiate } from './differentiate.ts'
export { registerGradients } from './gradient/registerGradients.ts'
export { type AdamRule, type AdamState, adamUpdate } from './operation/adamUpdate.ts'
export { averageTensors } from './operation/averageTensors.ts'
export { type BatchNormSetting, batchNorm, batchNormWith, type Normalized } from './operation/batchNorm.ts'
export { type SgdRule, sgdUpdate } from './operation/sgdUpdate.ts'
export { softmaxCrossEntropy } from './operation/softmaxCrossEntropy.ts'
export { countTensors, disposeTensors, type Holding, handover } from './ownership.ts'
export { decodeSafetensors } from './safetensors/decodeSafetensors.ts'
export { encodeSafetensors } from './safetensors/encodeSafetensors.ts'
export type { Unreadable } from './safetensors/readHeader.ts'
export { mapTensors, type Tensors } from './tensors.ts'
