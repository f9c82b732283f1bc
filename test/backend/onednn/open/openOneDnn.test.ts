// Covers src/backend/onednn/open/problem.ts, src/backend/onednn/open/requirement.ts.
// Covers src/backend/onednn/open/loadLibrary.ts, src/backend/onednn/open/reports.ts.
// Covers src/backend/onednn/index.ts.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import {
  describeProblem,
  type OneDnnOptions,
  type OneDnnProblem,
  openOneDnn,
} from '../../../../src/backend/onednn/index.ts'
import { type Found, unmetRequirement } from '../../../../src/backend/onednn/open/requirement.ts'
import { folderWith } from '../../../support/folder.ts'

const problemOf = (options: OneDnnOptions): string => {
  const opened = openOneDnn(options)
  return opened._tag === 'Left' ? describeProblem(opened.left) : 'no problem'
}

describe('openOneDnn', () => {
  test('reports version, threads and precision', () => {
    const opened = openOneDnn({ threads: 1 })
    expect(opened._tag).toBe('Right')
    if (opened._tag === 'Right') {
      expect(opened.right.version).toMatch(/^[23]\.\d+\.\d+$/)
      expect(opened.right.threads).toBe(1)
      expect(opened.right.precision).toBe('float32')
    }
  })

  test('names the missing library and how to get it', () => {
    expect(problemOf({ library: 'libnowhere.so.9' })).toMatch(
      /^Expected the oneDNN library at libnowhere\.so\.9, received: .*No such file or directory\. Install it \(Debian and Ubuntu: apt-get install libdnnl2 or libdnnl3; PyPI: onednn-cpu-gomp\) or name its file in ONEDNN_LIBRARY, or use the wasm backend\.$/,
    )
  })

  test('refuses a library that is not oneDNN', () => {
    expect(problemOf({ library: 'libc.so.6' })).toBe(
      'Expected the oneDNN library at libc.so.6, received: a library without the function dnnl_version. Install it (Debian and Ubuntu: apt-get install libdnnl2 or libdnnl3; PyPI: onednn-cpu-gomp) or name its file in ONEDNN_LIBRARY, or use the wasm backend.',
    )
  })

  describe('with stub libraries', () => {
    /** A stub library that reports a version and instruction sets, and gives out no engine. */
    const libraryOf = (version: string, instructions: number): string => {
      const folder = folderWith({})
      const [source, file] = [join(folder, 'stub.c'), join(folder, 'libstub.so')]
      writeFileSync(
        source,
        `static int version[] = {${version}};
const void *dnnl_version(void) { return version; }
int dnnl_get_effective_cpu_isa(void) { return ${instructions}; }
int dnnl_engine_create(void *engine, int kind, unsigned long index) { return 2; }
int dnnl_stream_create(void *stream, void *engine, unsigned flags) { return 2; }
`,
      )
      execFileSync('cc', ['-shared', '-fPIC', '-o', file, source])
      return file
    }
    const compiles = (() => {
      try {
        execFileSync('cc', ['--version'], { stdio: 'ignore' })
        return true
      } catch {
        return false
      }
    })()

    test.runIf(compiles)('refuses a version that is too old or too new', () => {
      for (const version of ['1,8,0', '2,5,4', '4,0,0']) {
        const library = libraryOf(version, 0xfef)
        expect(problemOf({ library })).toBe(
          `Expected oneDNN 2.6 to 3.x at ${library}, received ${version.replaceAll(',', '.')}. Install a supported version (Debian 12: apt-get install libdnnl2; PyPI: onednn-cpu-gomp) and name its file in ONEDNN_LIBRARY if the linker does not find it, or use the wasm backend.`,
        )
      }
    })

    test.runIf(compiles)('refuses a CPU without AVX2', () => {
      expect(problemOf({ library: libraryOf('3,2,0', 0x3) })).toBe(
        'Expected a CPU with AVX2, received one with AVX. Use the wasm backend on this machine.',
      )
    })

    test.runIf(compiles)('refuses bfloat16 on a CPU without it', () => {
      expect(problemOf({ library: libraryOf('2,6,0', 0x67), precision: 'bfloat16' })).toBe(
        'Expected a CPU with AVX-512 BF16 or AMX for precision bfloat16, received one with AVX-512 VNNI. Use precision float32 on this machine.',
      )
    })

    test.runIf(compiles)('refuses a build for another runtime, which gives out no engine', () => {
      const library = libraryOf('3,13,2', 0xfef)
      expect(problemOf({ library })).toBe(
        `Expected a build of oneDNN that runs on threads of the CPU at ${library}, received: oneDNN could not create a CPU engine: invalid arguments (status 2). Install one (Debian and Ubuntu: apt-get install libdnnl2 or libdnnl3; PyPI: onednn-cpu-gomp, not onednn, which is built for SYCL) or use the wasm backend.`,
      )
    })
  })

  describe('the library that the environment names', () => {
    const before = process.env['ONEDNN_LIBRARY']
    afterEach(() => {
      if (before === undefined) delete process.env['ONEDNN_LIBRARY']
      else process.env['ONEDNN_LIBRARY'] = before
    })

    test('replaces the usual ones, and the option replaces it', () => {
      process.env['ONEDNN_LIBRARY'] = 'libnowhere.so.9'
      expect(problemOf({})).toMatch(/^Expected the oneDNN library at libnowhere\.so\.9, /)
      expect(problemOf({ library: 'libelsewhere.so.9' })).toMatch(
        /^Expected the oneDNN library at libelsewhere\.so\.9, /,
      )
    })
  })

  test('sets the number of threads, also on a second call', () => {
    const threadsOf = (threads: number): number => {
      const opened = openOneDnn({ threads })
      return opened._tag === 'Right' ? opened.right.threads : 0
    }
    expect([threadsOf(1), threadsOf(2), threadsOf(1)]).toEqual([1, 2, 1])
  })

  test.each([0, -1, 1.5, Number.NaN])('refuses %s threads', (threads) => {
    expect(problemOf({ threads })).toBe(`Expected threads to be a positive integer, received ${threads}.`)
  })
})

describe('unmetRequirement', () => {
  const found = (version: string, instructions: number): Found => {
    const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
    return { library: 'libdnnl.so', version: [major, minor, patch], instructions }
  }

  test.each(['2.6.0', '2.6.3', '2.7.5', '3.0.0', '3.13.2'])('accepts version %s', (version) => {
    expect(unmetRequirement(found(version, 0xfef), 'bfloat16')).toBe(undefined)
  })

  test.each(['0.21.5', '1.8.0', '2.5.4', '4.0.0'])('refuses version %s', (version) => {
    expect(unmetRequirement(found(version, 0xfef), 'float32')).toEqual({
      _tag: 'VersionUnsupported',
      library: 'libdnnl.so',
      version,
    })
  })

  test.each([
    [0x7, 'float32', undefined],
    [0xf, 'float32', undefined],
    [0x3, 'float32', { _tag: 'InstructionsMissing', needed: 'AVX2', isa: 'AVX' }],
    [0x1, 'float32', { _tag: 'InstructionsMissing', needed: 'AVX2', isa: 'SSE4.1' }],
    [0x0, 'float32', { _tag: 'InstructionsMissing', needed: 'AVX2', isa: 'no vector instructions' }],
    [0x1, 'bfloat16', { _tag: 'InstructionsMissing', needed: 'AVX2', isa: 'SSE4.1' }],
    [0x7, 'bfloat16', { _tag: 'BFloat16Unsupported', isa: 'AVX2' }],
    [0x27, 'bfloat16', { _tag: 'BFloat16Unsupported', isa: 'AVX-512' }],
    [0x67, 'bfloat16', { _tag: 'BFloat16Unsupported', isa: 'AVX-512 VNNI' }],
    [0xe7, 'bfloat16', undefined],
    [0x3e7, 'bfloat16', undefined],
    [0xfef, 'bfloat16', undefined],
  ] as const)('for instruction sets %d and %s', (instructions, precision, problem) => {
    expect(unmetRequirement(found('2.6.0', instructions), precision)).toEqual(problem)
  })
})

describe('describeProblem', () => {
  const cases: readonly (readonly [OneDnnProblem, string])[] = [
    [
      { _tag: 'VersionUnsupported', library: 'libdnnl.so.1', version: '1.8.0' },
      'Expected oneDNN 2.6 to 3.x at libdnnl.so.1, received 1.8.0. Install a supported version (Debian 12: apt-get install libdnnl2; PyPI: onednn-cpu-gomp) and name its file in ONEDNN_LIBRARY if the linker does not find it, or use the wasm backend.',
    ],
    [
      { _tag: 'InstructionsMissing', needed: 'AVX2', isa: 'SSE4.1' },
      'Expected a CPU with AVX2, received one with SSE4.1. Use the wasm backend on this machine.',
    ],
    [
      { _tag: 'BFloat16Unsupported', isa: 'AVX2' },
      'Expected a CPU with AVX-512 BF16 or AMX for precision bfloat16, received one with AVX2. Use precision float32 on this machine.',
    ],
  ]
  test.each(cases)('%j', (problem, sentence) => {
    expect(describeProblem(problem)).toBe(sentence)
  })
})
