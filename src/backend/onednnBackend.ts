import * as E from 'fp-ts/lib/Either.js'
import { runError } from '../prelude/errors.ts'
import type { Backend } from './backend.ts'

const missing = E.left(runError('oneDNN is not wired yet'))

/** Intel/UXL oneDNN called from TypeScript: the default on a CPU. */
export const onednnBackend: Backend = {
  name: 'onednn',
  probe: async () => missing,
  start: async () => missing,
}
