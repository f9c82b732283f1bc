import { efficientNet } from './efficientNet.ts'
import { mlp } from './mlp.ts'
import { resNet } from './resNet.ts'
import { smallConv } from './smallConv.ts'
import { wideResNet } from './wideResNet.ts'

/** Every architecture, listed by hand. */
export const networks = { smallConv, wideResNet, resNet, efficientNet, mlp } as const
