import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { hashOf } from '../../data/file/hashOf.ts'
import { openPack, type Pack } from '../../data/pack.ts'
import type { KeepRequest, KeptBytes, Resources } from '../../kind/stage/stage.ts'
import type { RunError } from '../../prelude/errors.ts'

export interface KeepPixels {
  /** The folder of the pack files. */
  readonly folder: string
  /** Upper bound on the bytes of one pack file; 0 keeps nothing. */
  readonly budget: number
  /** Fingerprint of the folder of each set. */
  readonly fingerprints: Readonly<Record<string, string>>
  readonly onTrouble: (error: RunError) => void
}

/**
 * What stages keep on disk: one pack file for each set of images and each request.
 *
 * - A pack that cannot be opened or written is reported once, and the run goes on without it.
 * - A folder that has changed has another fingerprint, so nothing kept for the old one is found.
 */
export const keepPixels = ({ folder, budget, fingerprints, onTrouble }: KeepPixels) => {
  const packs = new Map<string, Pack | null>()
  const reported = new Set<Pack>()
  const report = (pack: Pack): void => {
    const trouble = pack.trouble()
    if (trouble === undefined || reported.has(pack)) return
    reported.add(pack)
    onTrouble(trouble)
  }
  const packOf = (set: string, { of, size }: KeepRequest): Pack | null => {
    const key = JSON.stringify({ request: of, fingerprint: fingerprints[set] })
    const name = `${set}-${hashOf(JSON.stringify(of)).slice(0, 12)}`
    const known = packs.get(name)
    if (known !== undefined) return known
    mkdirSync(folder, { recursive: true })
    const opened = openPack({ file: join(folder, `${name}.pack`), key, size, budget })
    if (E.isLeft(opened)) onTrouble(opened.left)
    const pack = E.isRight(opened) ? opened.right : null
    packs.set(name, pack)
    return pack
  }
  const kept = (request: KeepRequest): KeptBytes => ({
    get: ({ set, index }) => packOf(set, request)?.get(index),
    put: ({ set, index }, pixels) => {
      const pack = packOf(set, request)
      if (pack === null) return
      void pack.put(index, pixels).then(() => report(pack))
    },
  })
  const resources: Resources = { kept: budget > 0 ? kept : () => null }
  return {
    resources,
    close: async (): Promise<void> => {
      for (const pack of packs.values()) await pack?.close()
    },
  }
}
