import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { getKernelsForBackend } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { kernelFamilies, kernels } from '../../../src/backend/onednn/kernelFamilies.ts'
import { openForTests } from './compare.ts'

beforeAll(() => void openForTests())

const namesOn = (backend: string): string[] =>
  getKernelsForBackend(backend)
    .map(({ kernelName }) => kernelName)
    .sort()
const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')

const list = (): string => {
  const [cpu, ours] = [new Set(namesOn('cpu')), new Set(kernels.map(({ name }) => name))]
  const rows = Object.entries(kernelFamilies).map(([family, members]) => {
    const names = members.map(({ name }) => (cpu.has(name) ? `\`${name}\`` : `\`${name}\` (new)`))
    return `- [${basename(family)}](kernels/${family}.ts): ${names.join(', ')}`
  })
  const copied = [...cpu].filter((name) => !ours.has(name))
  return `# Kernels of the oneDNN backend

\`npm run kernels\` writes this file from \`kernelFamilies.ts\`, and \`npm test\` compares it. Our kernels leave shapes and
types that they do not take to the kernels copied from the CPU backend. \`statistics().fallbacks\` counts these calls.

## Ours: ${ours.size}

By file. The CPU backend has no kernel of a name marked new.

${rows.join('\n')}

## Copied from the CPU backend: ${copied.length}

${code(copied)}
`
}

describe('the kernels', () => {
  test('cover every kernel of the CPU backend', () => {
    const present = new Set(namesOn('onednn'))
    expect(namesOn('cpu').filter((name) => !present.has(name))).toEqual([])
  })

  test('have one name each, and a file for each family', () => {
    expect(new Set(kernels.map(({ name }) => name)).size).toBe(kernels.length)
    for (const family of Object.keys(kernelFamilies))
      expect(existsSync(join('src/backend/onednn/kernels', `${family}.ts`)), family).toBe(true)
  })

  test('match KERNELS.md', async () => {
    await expect(list()).toMatchFileSnapshot('../../../src/backend/onednn/KERNELS.md')
  })
})
