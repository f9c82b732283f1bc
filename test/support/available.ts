import * as E from 'fp-ts/lib/Either.js'
import { type BackendName, backends, defaultOptions } from '../../src/backend/index.ts'

const oneDnn = await backends.onednn.probe({ ...defaultOptions, threads: 1 })

/** The backends that every test machine has, and oneDNN if it is installed. */
export const available: readonly BackendName[] = ['cpu', 'wasm', ...(E.isRight(oneDnn) ? (['onednn'] as const) : [])]

/** The fastest available backend. */
export const fastest: BackendName = available.at(-1)!
