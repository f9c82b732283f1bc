import type { OneDnnProblem } from './problem.ts'

/** Number type for storing and multiplying activations and their gradients. */
export type Precision = 'float32' | 'bfloat16'

/** What a library reports about itself and the CPU. */
export interface Found {
  readonly library: string
  readonly version: readonly [major: number, minor: number, patch: number]
  /** Bits of the usable instruction sets, as `dnnl_get_effective_cpu_isa` returns them. */
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

/** Whether every bit of an instruction set is there. */
export const has = (instructions: number, set: number): boolean => (instructions & set) === set

/** The name of the greatest instruction set in these bits. */
export const nameOfSet = (instructions: number): string =>
  instructionSets.find(([bits]) => has(instructions, bits))?.[1] ?? 'no vector instructions'

/**
 * The requirement of a precision that a library does not meet; undefined if it meets all.
 *
 * - Accepts versions 2.6 to 2.x, and every 3.x.
 * - Requires AVX2, and for bfloat16 also AVX-512 BF16.
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
