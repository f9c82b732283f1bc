import { filled } from '../codec/index.ts'
import { assemble } from '../kind/network/assemble.ts'
import { smallConv } from '../kind/network/smallConv.ts'
import { composed } from '../kind/optimizer/composed.ts'
import { builtIn } from '../kind/registry.ts'
import type { ModelParts } from '../kind/step/step.ts'
import { vocabularyOf } from '../kind/vocabulary.ts'
import { sampleHeads, sampleInput } from './sample.ts'

const { network, optimizer } = vocabularyOf(builtIn)

const applied = <A>(codec: { readonly _A: A } & Parameters<typeof filled>[0], data: unknown): A =>
  filled(codec, data) as A

/** The model in every law: a small network with dropout, trained by SGD with momentum. */
export const sampleModel: ModelParts = {
  network: assemble(
    applied(network, { [smallConv.name]: { channels: [3], dropout: 0.2 } }).use.build(sampleInput),
    sampleHeads,
  ),
  optimizer: composed(applied(optimizer, { sgd: { rate: 0.1, nesterov: true, decay: 1e-3 } })),
  isFrozen: () => false,
  averages: ['average'],
}
