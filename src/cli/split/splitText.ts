import { columns } from '../text/columns.ts'
import { bestSplit, type Measured, type Split } from './split.ts'

/** The measured splits, which one to take, and why. */
export const splitText = (all: readonly [Measured, ...Measured[]]): string => {
  const [usual] = all
  const best = bestSplit(all)
  const rows = all.map((measured) => [
    `${measured.kernels} + ${measured.decoders}`,
    measured.decoding.toFixed(0),
    measured.kept.toFixed(0),
  ])
  const images = columns([['kernel + decoding threads', 'images/s, first epoch', 'images/s, pixels kept'], ...rows])
  const take = ({ kernels, decoders }: Split): string =>
    `${kernels} ${kernels === 1 ? 'thread' : 'threads'} for kernels and ${decoders} for decoding`
  const verdict =
    best === usual
      ? `Take ${take(usual)}, as a run does when nothing is said: no other split was more than 10 % faster.`
      : `Take ${take(best)} (UV_THREADPOOL_SIZE=${best.decoders} understudy run ... --threads ${best.kernels}): more than 10 % faster here than ${take(usual)}, as a run does when nothing is said.`
  return `${images}\n${verdict}`
}
