import koffi from 'koffi'

/** Bytes of a huge page of x86-64. */
export const hugePage = 2 ** 21

const willUseHugePages = 14

type Advise = (address: number, byteLength: number, advice: number) => number

const bindAdvise = (): Advise | undefined => {
  if (process.platform !== 'linux') return undefined
  try {
    return koffi.load(null).func('madvise', 'int', ['uintptr_t', 'size_t', 'int']) as unknown as Advise // koffi types its functions as any
  } catch {
    return undefined
  }
}

const advise = bindAdvise()

/**
 * Asks the system to back whole huge pages of a range with huge ones: a kernel that streams through megabytes of 4 KiB pages
 * waits for their translations (training of WRN-28-2 took a tenth longer). Advice only: where it is not taken nothing changes.
 *
 * @param address a multiple of `hugePage`
 */
export const adviseHugePages = (address: number, byteLength: number): void => {
  const whole = byteLength - (byteLength % hugePage)
  if (whole > 0) advise?.(address, whole, willUseHugePages)
}
