import type { OneDnnProblem } from './problem.ts'

/** How activations and their gradients are stored and multiplied. */
export type Precision = 'float32' | 'bfloat16'

/** What a library says of itself and of the CPU that it runs on. */
export interface Found {
  readonly library: string
  readonly version: readonly [major: number, minor: number, patch: number]
  /** The instruction sets that it may use, as `dnnl_get_effective_cpu_isa` numbers them. */
  readonly instructions: number
}

const instructionSets: readonly (readonly [bits: number, name: string])[] = [
  [0x3e7, 'AVX-512 AMX'],
  [0xe7, 'AVX-512 BF16'],
  [0x67, 'AVX-512 VNNI'],
  [0x27, 'AVX-512'],
  [0x07, 'AVX2'],
  [0x03, 'AVX'],
  [0x01, 'SSE4.1'],
]

/** Whether all of an instruction set is there. */
export const has = (instructions: number, set: number): boolean => (instructions & set) === set

/** The greatest instruction set of these bits that has a name. */
export const nameOfSet = (instructions: number): string =>
  instructionSets.find(([bits]) => has(instructions, bits))?.[1] ?? 'no vector instructions'

/**
 * What a found library lacks for a precision, or nothing.
 *
 * Edges: 2.6 and later of version 2, and every 3.x, are bound; AVX2 is the least that the kernels are written for.
 */
export const unmetRequirement = (
  { library, version: [major, minor, patch], instructions }: Found,
  precision: Precision,
): OneDnnProblem | undefined => {
  if (!((major === 2 && minor >= 6) || major === 3))
    return { _tag: 'VersionUnsupported', library, version: `${major}.${minor}.${patch}` }
  const isa = nameOfSet(instructions)
  if (!has(instructions, 0x07)) return { _tag: 'InstructionsMissing', needed: 'AVX2', isa }
  return precision === 'bfloat16' && !has(instructions, 0xe7) ? { _tag: 'BFloat16Unsupported', isa } : undefined
}
