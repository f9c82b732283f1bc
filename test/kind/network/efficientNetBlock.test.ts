import { ones, type Tensor, type Tensor4D, zeros } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { efficientNetBlock } from '../../../src/kind/network/efficientNetBlock.ts'
import type { Declared } from '../../../src/kind/network/layer/layer.ts'
import { knownNumbers } from '../../support/knownNumbers.ts'
import { layerRun } from '../../support/layerRun.ts'
import { useBackend } from '../../support/useBackend.ts'

const settings = { name: 'block', from: 4, to: 4, expansion: 6, kernel: 3, stride: 1, drop: 0, momentum: 0.99 }

const shapesOf = (changes: Partial<typeof settings>): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries(
    Object.entries(efficientNetBlock({ ...settings, ...changes }).declared.parameters).map(([name, { shape }]) => [
      name,
      shape,
    ]),
  )

/** Known kernels, with a last norm that multiplies its input by 0. */
const silent = ({ parameters, statistics }: Declared): Readonly<Record<string, Tensor>> => ({
  ...Object.fromEntries(
    Object.entries(parameters).map(([name, { shape }]) => [name, knownNumbers([...shape], name) as Tensor]),
  ),
  ...Object.fromEntries(
    Object.entries(statistics).map(([name, { shape, initial }]) => [
      name,
      initial === 0 ? zeros([...shape]) : ones([...shape]),
    ]),
  ),
  'block/projectNorm/scale': zeros(parameters['block/projectNorm/scale']!.shape as number[]),
  'block/projectNorm/offset': zeros(parameters['block/projectNorm/offset']!.shape as number[]),
})

/** The output of a block whose branch is 0, for 2 images of 6x6 pixels. */
const outputOf = (changes: Partial<typeof settings>): { readonly images: Tensor4D; readonly output: Tensor4D } => {
  const block = efficientNetBlock({ ...settings, ...changes })
  const images = knownNumbers([2, 6, 6, 4], 'images') as Tensor4D
  return { images, output: block.apply(layerRun(silent(block.declared)), images) }
}

describe('efficientNetBlock', () => {
  beforeAll(() => useBackend('cpu'))

  test('expands, convolves each channel, squeezes to a quarter of the input, and projects', () => {
    expect(shapesOf({ to: 8, kernel: 5 })).toMatchObject({
      'block/expand/kernel': [1, 1, 4, 24],
      'block/depthwise/kernel': [5, 5, 24, 1],
      'block/squeeze/kernel': [24, 1],
      'block/project/kernel': [1, 1, 24, 8],
    })
  })

  test('has no expansion with a factor of 1', () => {
    expect(Object.keys(shapesOf({ expansion: 1 })).filter((name) => name.startsWith('block/expand'))).toEqual([])
  })

  test('adds its input where channels and size stay the same', () => {
    const { images, output } = outputOf({})
    expect(output.shape).toEqual(images.shape)
    expect(output.dataSync()).toEqual(images.dataSync())
  })

  test.each([
    ['a stride of 2', { stride: 2 }, [2, 3, 3, 4]],
    ['other channels', { to: 8 }, [2, 6, 6, 8]],
  ])('adds no input with %s', (_, changes, shape) => {
    const { output } = outputOf(changes)
    expect(output.shape).toEqual(shape)
    expect(output.dataSync().every((value) => value === 0)).toBe(true)
  })
})
