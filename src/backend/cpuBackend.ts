import { version_cpu } from '@tensorflow/tfjs-backend-cpu'
import * as E from 'fp-ts/lib/Either.js'
import { activate, onlyFloat32 } from './activate.ts'
import type { Backend } from './backend.ts'
import { registerUpdateKernels } from './kernel/updateKernels.ts'

/** Plain JavaScript: works everywhere, a hundred times slower than the others. The reference in tests. */
export const cpuBackend: Backend = {
  name: 'cpu',
  probe: async () =>
    E.right({ library: `tfjs-backend-cpu ${version_cpu}`, device: '1 CPU thread, plain JavaScript', preferred: true }),
  start: async ({ precision }) => {
    const possible = onlyFloat32('cpu', precision)
    if (E.isLeft(possible)) return possible
    const started = await activate('cpu', 'cpu')
    if (E.isRight(started)) registerUpdateKernels('cpu')
    return started
  },
}
