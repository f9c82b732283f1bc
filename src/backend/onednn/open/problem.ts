/**
 * Why the oneDNN backend cannot run here. One variant per cause, each with the facts that the remedy needs.
 */
export type OneDnnProblem =
  | { readonly _tag: 'LibraryMissing'; readonly library: string; readonly detail: string }
  | { readonly _tag: 'EngineMissing'; readonly library: string; readonly detail: string }
  | { readonly _tag: 'VersionUnsupported'; readonly library: string; readonly version: string }
  | { readonly _tag: 'InstructionsMissing'; readonly needed: string; readonly isa: string }
  | { readonly _tag: 'BFloat16Unsupported'; readonly isa: string }
  | { readonly _tag: 'SettingInvalid'; readonly setting: string; readonly expected: string; readonly received: string }

/**
 * One sentence about the problem, and one about the remedy.
 *
 * @example
 * const expected = 'a positive integer'
 * const problem = { _tag: 'SettingInvalid', setting: 'threads', expected, received: '0' } as const
 * describeProblem(problem) // => 'Expected threads to be a positive integer, received 0.'
 */
export const describeProblem = (problem: OneDnnProblem): string => {
  switch (problem._tag) {
    case 'LibraryMissing':
      return `Expected the oneDNN library at ${problem.library}, received: ${problem.detail}. Install it (Debian and Ubuntu: apt-get install libdnnl2 or libdnnl3; PyPI: onednn-cpu-gomp) or name its file in ONEDNN_LIBRARY, or use the wasm backend.`
    case 'EngineMissing':
      return `Expected a build of oneDNN that runs on threads of the CPU at ${problem.library}, received: ${problem.detail}. Install one (Debian and Ubuntu: apt-get install libdnnl2 or libdnnl3; PyPI: onednn-cpu-gomp, not onednn, which is built for SYCL) or use the wasm backend.`
    case 'VersionUnsupported':
      return `Expected oneDNN 2.6 to 3.x at ${problem.library}, received ${problem.version}. Install a supported version (Debian 12: apt-get install libdnnl2; PyPI: onednn-cpu-gomp) and name its file in ONEDNN_LIBRARY if the linker does not find it, or use the wasm backend.`
    case 'InstructionsMissing':
      return `Expected a CPU with ${problem.needed}, received one with ${problem.isa}. Use the wasm backend on this machine.`
    case 'BFloat16Unsupported':
      return `Expected a CPU with AVX-512 BF16 or AMX for precision bfloat16, received one with ${problem.isa}. Use precision float32 on this machine.`
    case 'SettingInvalid':
      return `Expected ${problem.setting} to be ${problem.expected}, received ${problem.received}.`
  }
}
