import { add, keep, mean, mul, scalar, type Tensor, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { count, field, nothing, record } from '../../src/codec/index.ts'
import { type Body, defineNetwork } from '../../src/kind/network/body.ts'
import { averagePool } from '../../src/kind/network/layer/averagePool.ts'
import { type Layer, pure } from '../../src/kind/network/layer/layer.ts'
import { norm } from '../../src/kind/network/layer/norm.ts'
import { applyFits, initFits, keepsNoState, leavesNoTensor, networkCase } from '../../src/testing/index.ts'
import { holdsFor } from '../support/laws.ts'
import { useBackend } from '../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const holds = (body: Body, law: typeof initFits): boolean => {
  const tried = defineNetwork({
    name: 'tried',
    summary: 'a network under test',
    params: nothing,
    use: () => ({ build: () => body }),
  })
  return holdsFor(networkCase(tried), law(tried))
}

/** The mean of each channel: features without a parameter. */
const pooled = (change: (features: Tensor2D) => Tensor): Body => ({
  layer: pure<Tensor4D, Tensor2D>((x) => change(mean(x, [1, 2])) as Tensor2D),
  width: 3,
})

const normed = norm('norm', 3, { momentum: 0.9, epsilon: 1e-5, activation: 'none' })

const withLayer = (layer: Layer<Tensor4D>): Body => ({
  layer: {
    declared: layer.declared,
    apply: (run, x) => averagePool.apply(run, layer.apply(run, x)),
  },
  width: 3,
})

describe.each(Object.entries({ initFits, applyFits, keepsNoState, leavesNoTensor }))('%s', (_, law) => {
  test('holds for sound networks', () => {
    expect(
      holds(
        pooled((x) => x),
        law,
      ),
    ).toBe(true)
    expect(holds(withLayer(normed), law)).toBe(true)
  })
})

describe('a network that breaks a law is caught', () => {
  test('by values that are not finite', () => {
    const { declared, apply } = normed
    const [name, spec] = Object.entries(declared.parameters)[0]!
    const values = (): Float32Array => new Float32Array(3).fill(Number.NaN)
    const parameters = { ...declared.parameters, [name]: { ...spec, values } }
    expect(holds(withLayer({ declared: { ...declared, parameters }, apply }), initFits)).toBe(false)
  })

  test('by outputs that are not finite, and by fewer rows', () => {
    expect(
      holds(
        pooled((x) => mul(x, Number.NaN)),
        applyFits,
      ),
    ).toBe(false)
    expect(
      holds(
        pooled((x) => mean(x, 0, true)),
        applyFits,
      ),
    ).toBe(false)
  })

  test('by statistics of another shape', () => {
    const wide: Layer<Tensor4D> = {
      declared: normed.declared,
      apply: (run, x) => {
        run.move(Object.keys(normed.declared.statistics)[0]!, scalar(1))
        return x
      },
    }
    expect(holds(withLayer(wide), applyFits)).toBe(false)
  })

  test('by a state of its own', () => {
    let passes = 0
    expect(
      holds(
        pooled((x) => add(x, passes++)),
        keepsNoState,
      ),
    ).toBe(false)
  })

  test('by keeping a tensor', () => {
    const kept: Tensor[] = []
    const keeping = pooled((x) => {
      kept.push(keep(scalar(1)))
      return x
    })
    expect(holds(keeping, leavesNoTensor)).toBe(false)
    for (const tensor of kept) tensor.dispose()
  })
})

test('a network with required parameters must be given some', () => {
  const tried = defineNetwork({
    name: 'tried',
    summary: 'a network under test',
    params: record({ width: field(count, 'channels') }),
    use: () => ({ build: () => pooled((x) => x) }),
  })
  expect(() => holdsFor(networkCase(tried), initFits(tried))).toThrow(
    'tried has parameters without defaults: give some',
  )
})
