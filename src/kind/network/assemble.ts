import { ones, type Tensor, type Tensor2D, type Tensor4D, tensor, zeros } from '@tensorflow/tfjs-core'
import { InvariantViolation } from '../../prelude/errors.ts'
import { fold } from '../../prelude/key.ts'
import { dense } from './layer/dense.ts'
import { declaredBy, type Layer, type Run } from './layer/layer.ts'
import type { Network } from './network.ts'

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

/**
 * Makes a network of a body (images to features) and a linear layer for each head.
 *
 * @param width features of each image
 * @param heads sizes by name; their parameters are called `head/<name>/...`
 */
export const assemble = (
  body: Layer<Tensor4D, Tensor2D>,
  width: number,
  heads: Readonly<Record<string, number>>,
): Network => {
  const linear = Object.entries(heads).map(([name, size]) => [name, dense(`head/${name}`, width, size)] as const)
  const declared = declaredBy([body, ...linear.map(([, layer]) => layer)])
  return {
    parameters: declared.parameters,
    statistics: declared.statistics,
    outputs: heads,
    init: (key) => ({
      parameters: Object.fromEntries(
        Object.entries(declared.parameters).map(([name, { shape, values }]) => [
          name,
          tensor(values(fold(key, name), sizeOf(shape)), [...shape]),
        ]),
      ),
      statistics: Object.fromEntries(
        Object.entries(declared.statistics).map(([name, { shape, initial }]) => [
          name,
          initial === 0 ? zeros([...shape]) : ones([...shape]),
        ]),
      ),
    }),
    apply: ({ parameters, statistics }, images, mode) => {
      const moved: Record<string, Tensor> = { ...statistics }
      const find = (all: Readonly<Record<string, Tensor>>, name: string): Tensor => {
        const found = all[name]
        if (found === undefined) throw new InvariantViolation(`Expected a variable ${name}`)
        return found
      }
      const run: Run = {
        parameter: (name) => find(parameters, name),
        statistic: (name) => find(statistics, name),
        move: (name, value) => {
          moved[name] = value
        },
        mode,
      }
      const features = body.apply(run, images)
      return {
        outputs: Object.fromEntries(linear.map(([name, layer]) => [name, layer.apply(run, features)])),
        features,
        statistics: moved,
      }
    },
  }
}
