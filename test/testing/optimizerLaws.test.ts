import { keep, mul, reshape, scalar, sub, type Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { nothing } from '../../src/codec/index.ts'
import { defineOptimizer, type Optimizer, type Rule, stateless } from '../../src/kind/optimizer/optimizer.ts'
import { mapTensors } from '../../src/tensor/tensors.ts'
import { optimizerCase, ownsNothing, updatesAlike, updatesAll } from '../../src/testing/index.ts'
import { holdsFor } from '../support/laws.ts'
import { useBackend } from '../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const holds = (use: Optimizer, law: typeof updatesAll): boolean => {
  const tried = defineOptimizer({
    name: 'tried',
    summary: 'an optimizer under test',
    params: nothing,
    use: () => use,
  })
  return holdsFor(optimizerCase(tried), law(tried))
}

const descent: Rule['apply'] = ({ parameters, gradients }) => ({
  parameters: mapTensors(parameters, (parameter, name) => sub(parameter, gradients[name]!)),
  slots: {},
})

const rule = (apply: Rule['apply'], init: Rule['init'] = () => ({})): Optimizer => ({ rule: { init, apply } })

describe.each(Object.entries({ updatesAll, updatesAlike, ownsNothing }))('%s', (_, law) => {
  test('holds for a sound rule, and for a sound part', () => {
    expect(holds(rule(descent), law)).toBe(true)
    expect(
      holds(
        stateless(({ gradients }) => mapTensors(gradients, (one) => mul(one, 0.1))),
        law,
      ),
    ).toBe(true)
  })
})

describe('an optimizer that breaks a law is caught', () => {
  test('by leaving a parameter out, by another shape, and by a number that is not finite', () => {
    const withoutBias = rule((given) => {
      const { 'conv/bias': _, ...parameters } = descent(given).parameters
      return { parameters, slots: {} }
    })
    expect(holds(withoutBias, updatesAll)).toBe(false)
    const flat = rule((given) => ({
      parameters: mapTensors(descent(given).parameters, (one) => reshape(one, [-1])),
      slots: {},
    }))
    expect(holds(flat, updatesAll)).toBe(false)
    const broken = rule((given) => ({
      parameters: mapTensors(descent(given).parameters, (one) => mul(one, Number.NaN)),
      slots: {},
    }))
    expect(holds(broken, updatesAll)).toBe(false)
  })

  test('by losing its slots', () => {
    const forgetful = rule(descent, (parameters) => mapTensors(parameters, (one) => mul(one, 0)))
    expect(holds(forgetful, updatesAll)).toBe(false)
  })

  test('by a state of its own', () => {
    let updates = 0
    const growing = rule(({ parameters }) => {
      updates++
      return { parameters: mapTensors(parameters, (one) => mul(one, updates)), slots: {} }
    })
    expect(holds(growing, updatesAlike)).toBe(false)
  })

  test('by keeping a tensor, and by disposing what it receives', () => {
    const kept: Tensor[] = []
    const keeping = rule((given) => {
      kept.push(keep(scalar(1)))
      return descent(given)
    })
    expect(holds(keeping, ownsNothing)).toBe(false)
    for (const tensor of kept) tensor.dispose()
    const disposing = rule((given) => {
      const next = descent(given)
      for (const gradient of Object.values(given.gradients)) gradient.dispose()
      return next
    })
    expect(holds(disposing, ownsNothing)).toBe(false)
  })
})
