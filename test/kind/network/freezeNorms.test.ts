import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { freezeNorms } from '../../../src/kind/network/freezeNorms.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { uniforms } from '../../../src/prelude/random.ts'
import { useBackend } from '../../support/useBackend.ts'
import { networkOf } from '../../support/vocabulary.ts'

await useBackend('cpu')

const net = networkOf({ smallConv: { channels: [2, 3] } }, [8, 8, 1], { label: 2 })
const images = tf.tensor4d(uniforms(keyOf(3), 4 * 8 * 8, -1, 1), [4, 8, 8, 1])
const batch = { normalization: 'batch', noise: null } as const
const running = { normalization: 'running', noise: null } as const
const isFrozen = (part: string) => (name: string) => name.startsWith(part)
const logits = (pass: ReturnType<typeof net.apply>): readonly number[] => [...pass.outputs['label']!.dataSync()]

describe('freezeNorms', () => {
  const variables = net.init(keyOf(2))
  const passOf = (part: string) => freezeNorms(net, isFrozen(part)).apply(variables, images, batch)

  test('of all norms makes a training pass that of inference, without moving a statistic', () => {
    const frozen = passOf('stage')
    const inference = logits(net.apply(variables, images, running))
    logits(frozen).forEach((value, i) => {
      expect(value).toBeCloseTo(inference[i]!, 5)
    })
    expect(frozen.statistics).toEqual(variables.statistics)
  })

  test('of the first leaves its statistics, and moves those of the second', () => {
    const { statistics } = passOf('stage0')
    const moved = Object.keys(statistics).filter((name) => statistics[name] !== variables.statistics[name])
    expect(moved.sort()).toEqual(['stage1/norm/mean', 'stage1/norm/variance'])
  })

  test('of none changes nothing', () =>
    expect(logits(passOf('head'))).toEqual(logits(net.apply(variables, images, batch))))

  test('lets an image be the same in any batch', () => {
    const alone = freezeNorms(net, isFrozen('stage')).apply(variables, tf.slice(images, 0, 1), batch)
    const together = logits(passOf('stage'))
    logits(alone).forEach((value, i) => {
      expect(value).toBeCloseTo(together[i]!, 5)
    })
  })
})
