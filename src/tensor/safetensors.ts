export { decodeSafetensors } from './safetensors/decodeSafetensors.ts'
export { encodeSafetensors } from './safetensors/encodeSafetensors.ts'
export type { Unreadable } from './safetensors/readHeader.ts'
