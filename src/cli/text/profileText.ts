import type { KernelUse } from '../../backend/backend.ts'
import { percent } from '../../prelude/percent.ts'
import { columns } from './columns.ts'

/** Kernel profile of one run, slowest first: owner, calls, fallbacks to a copied kernel, time. */
export const profileText = (title: string, uses: readonly KernelUse[]): string => {
  const total = uses.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  const fellBack = uses.reduce((sum, { fallbacks }) => sum + fallbacks, 0)
  const rows = uses.map(({ kernel, own, calls, fallbacks, milliseconds }) => [
    kernel,
    own ? 'own' : 'copied',
    String(calls),
    own ? String(fallbacks) : '-',
    milliseconds.toFixed(1),
    percent(total === 0 ? 0 : milliseconds / total),
  ])
  const head = ['kernel', 'whose', 'calls', 'fell back', 'ms', 'share']
  return `profile of ${title}: ${(total / 1000).toFixed(2)} s in ${uses.length} kernels; ${fellBack} calls fell back to a copied kernel\n${columns([head, ...rows], 2)}`
}
