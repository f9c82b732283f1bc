import { describe, expect, it } from 'vitest'
import { describeProblem, type OneDnnOptions, type OneDnnProblem, openOneDnn } from '../../src/onednn/index.ts'

const problemOf = (options: OneDnnOptions): string => {
  const opened = openOneDnn(options)
  return opened._tag === 'Left' ? describeProblem(opened.left) : 'no problem'
}

describe('openOneDnn', () => {
  it('tells version, threads and instruction set', () => {
    const opened = openOneDnn({ threads: 1 })
    expect(opened._tag).toBe('Right')
    if (opened._tag === 'Right') {
      expect(opened.right.version).toMatch(/^[23]\.\d+\.\d+$/)
      expect(opened.right.threads).toBe(1)
      expect(opened.right.precision).toBe('float32')
    }
  })

  it('says which library is missing and how to get it', () => {
    expect(problemOf({ library: 'libnowhere.so.9' })).toMatch(
      /^Expected the oneDNN library at libnowhere\.so\.9, received: .*libnowhere|No such file.*Install it/,
    )
  })

  it('refuses a library that is not oneDNN', () => {
    expect(problemOf({ library: 'libc.so.6' })).toMatch(
      /^Expected the oneDNN library at libc\.so\.6, received: a library without the function dnnl_version\. Install it/,
    )
  })

  it('gives the threads that are asked for, also the second time', () => {
    const threadsOf = (threads: number): number => {
      const opened = openOneDnn({ threads })
      return opened._tag === 'Right' ? opened.right.threads : 0
    }
    expect([threadsOf(1), threadsOf(2), threadsOf(1)]).toEqual([1, 2, 1])
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses %s threads', (threads) => {
    expect(problemOf({ threads })).toBe(`Expected threads to be a positive integer, received ${threads}.`)
  })
})

describe('describeProblem', () => {
  const cases: readonly (readonly [OneDnnProblem, string])[] = [
    [
      { _tag: 'VersionUnsupported', library: 'libdnnl.so.1', version: '1.8.0' },
      'Expected oneDNN 2.6 to 3.x at libdnnl.so.1, received 1.8.0. Install a supported version (Debian 12: libdnnl2) or use the wasm backend.',
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
  it.each(cases)('%j', (problem, sentence) => {
    expect(describeProblem(problem)).toBe(sentence)
  })
})
