import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Unit } from '../../src/codec/index.ts'
import type { Architecture } from '../../src/kind/network/body.ts'
import { networks } from '../../src/kind/network/networks.ts'
import { applyFits, initFits, keepsNoState, leavesNoTensor, networkCase } from '../../src/testing/index.ts'
import { paramsOf } from '../../src/testing/paramsOf.ts'
import { fastest } from '../support/available.ts'
import { useBackend } from '../support/useBackend.ts'
import { written } from '../support/vocabulary.ts'

type AnyNetwork = Unit<'network', Architecture, unknown>

/** Parameters as small as each network can have them, with every kind of noise that it has. */
const small: Readonly<Record<keyof typeof networks, unknown>> = {
  mlp: { hidden: [5, 4], dropout: 0.3, inputDropout: 0.1 },
  smallConv: { channels: [3, 4], dropout: 0.2 },
  resNet: { layers: '18', width: 2 },
  wideResNet: { depth: 10, width: 1, dropout: 0.2, drop: 0.2 },
  efficientNet: { size: 'B0' },
}

const all = Object.entries(networks).map(
  // Parameters come from the network's own codec alone.
  ([name, network]) => [name, network as unknown as AnyNetwork, small[name as keyof typeof networks]] as const,
)

const laws = { initFits, applyFits, keepsNoState, leavesNoTensor }

beforeAll(() => useBackend(fastest))

describe.each(all)('%s', (_, network, data) => {
  test.each(Object.entries(laws))('%s', { timeout: 60_000 }, (_name, law) => {
    const params = written<unknown>(paramsOf(network), data)
    fc.assert(fc.property(networkCase(network, fc.constant(params)), law(network)), { seed: 4, numRuns: 2 })
  })
})

test('networks without required parameters are tried with their defaults', () => {
  const [first] = fc.sample(networkCase(networks.smallConv), { seed: 4, numRuns: 1 })
  expect(first!.params).toEqual({ channels: [32, 64, 128], dropout: 0, momentum: 0.9 })
})
