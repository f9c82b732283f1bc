// Made by fixtures/reference/optimizers.py; the head of its JSON says with which versions.
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import reference from '../../../fixtures/reference/optimizers.json' with { type: 'json' }
import type { ParameterKind } from '../../../src/kind/network/network.ts'
import { globalNorm } from '../../../src/kind/optimizer/clipNorm.ts'
import type { Tensors } from '../../../src/tensor/tensors.ts'
import { available } from '../../support/available.ts'
import { useBackend } from '../../support/useBackend.ts'
import { vocabulary, written } from '../../support/vocabulary.ts'

const tensorsOf = (numbers: Readonly<Record<string, unknown>>): Tensors =>
  Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name, tf.tensor(values as number[])]))

describe.each(available)('parts of optimizers on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test.each(reference.cases)('$part leaves the gradients that PyTorch or numpy does', ({ part, after }) => {
    tf.tidy(() => {
      const unit = [written(vocabulary.optimizer, part)].flat()[0]!
      if (!('part' in unit.use)) throw new Error(`Expected ${unit.name} to be a part`)
      const { gradients } = unit.use.part.transform({
        clock: { step: 0, steps: 1, epoch: 0 },
        updates: 0,
        kinds: reference.kinds as Readonly<Record<string, ParameterKind>>,
        parameters: tensorsOf(reference.parameters),
        gradients: tensorsOf(reference.gradients),
        slots: {},
      })
      const expected = tensorsOf(after)
      expect(Object.keys(gradients)).toEqual(Object.keys(expected))
      for (const [name, gradient] of Object.entries(gradients))
        expect(tf.max(tf.abs(tf.sub(gradient, expected[name]!))).dataSync()[0]).toBeLessThan(1e-5)
    })
  })

  test('the norm of all gradients is that of clip_grad_norm_', () => {
    const [first] = reference.cases
    tf.tidy(() => {
      expect(globalNorm(tensorsOf(reference.gradients)).dataSync()[0]).toBeCloseTo(first!.norm!, 5)
    })
  })
})
