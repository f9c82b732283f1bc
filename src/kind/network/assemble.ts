import { ones, type Tensor, type Tensor2D, tensor, util, zeros } from '@tensorflow/tfjs-core'
import { InvariantViolation } from '../../prelude/errors.ts'
import { fold, type Key } from '../../prelude/key.ts'
import type { Tensors } from '../../tensor/tensors.ts'
import type { Body } from './body.ts'
import { declaredByHead, type Heads, headLayers, inputWidth, joined } from './head.ts'
import { type Declared, declaredBy, type Run } from './layer/layer.ts'
import type { Mode, Network, Variables } from './network.ts'

const find = (all: Tensors, name: string): Tensor => {
  const variable = all[name]
  if (variable === undefined) throw new InvariantViolation(`Expected a variable ${name}`)
  return variable
}

/** Starts a run over variables. The run writes the statistics that it moves into `moved`. */
const start = ({ parameters, statistics }: Variables, mode: Mode): { readonly run: Run; readonly moved: Tensors } => {
  const moved: Record<string, Tensor> = { ...statistics }
  const run: Run = {
    parameter: (name) => find(parameters, name),
    statistic: (name) => find(statistics, name),
    move: (name, value) => {
      moved[name] = value
    },
    mode,
  }
  return { run, moved }
}

const initial = ({ parameters, statistics }: Declared, key: Key): Variables => ({
  parameters: Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, values }]) => [
      name,
      tensor(values(fold(key, name), util.sizeFromShape([...shape])), [...shape]),
    ]),
  ),
  statistics: Object.fromEntries(
    Object.entries(statistics).map(([name, { shape, initial: value }]) => [
      name,
      value === 0 ? zeros([...shape]) : ones([...shape]),
    ]),
  ),
})

/**
 * Builds a network from a body (images to features) and its heads.
 *
 * - A head stands on the features, or on a hidden layer of another head.
 * - A layer that several heads use runs once per pass.
 * - A head of several views is not part of a pass over images. `joint` computes it from the features of each
 *   view.
 */
export const assemble = ({ layer: body, width }: Body, heads: Heads): Network => {
  const layers = Object.fromEntries(
    Object.entries(heads).map(([name, head]) => [name, headLayers(name, head, inputWidth(head, heads, width))]),
  )
  const declared = declaredBy([body, ...Object.values(layers).map((one) => ({ declared: declaredByHead(one) }))])
  const single = Object.keys(heads).filter((name) => heads[name]!.views === 1)

  const headsOn = (run: Run, features: Tensor2D) => {
    const hidden = new Map<string, Tensor2D>()
    const inputOf = (name: string): Tensor2D => {
      const { on } = heads[name]!
      return on === 'features' ? features : hiddenOf(on.head, on.layer)
    }
    const hiddenOf = (name: string, place: number): Tensor2D => {
      if (place === 0) return inputOf(name)
      const cached = hidden.get(`${name}.${place}`)
      if (cached !== undefined) return cached
      const value = layers[name]!.hidden[place - 1]!.apply(run, hiddenOf(name, place - 1))
      hidden.set(`${name}.${place}`, value)
      return value
    }
    return (name: string): Tensor2D => layers[name]!.last.apply(run, hiddenOf(name, layers[name]!.hidden.length))
  }

  return {
    parameters: declared.parameters,
    statistics: declared.statistics,
    heads,
    init: (key) => initial(declared, key),
    apply: (variables, images, mode, wanted = single) => {
      const { run, moved } = start(variables, mode)
      const features = body.apply(run, images)
      const output = headsOn(run, features)
      return { outputs: Object.fromEntries(wanted.map((name) => [name, output(name)])), features, statistics: moved }
    },
    joint: (variables, features, mode, head) => {
      const { run, moved } = start(variables, mode)
      return { output: headsOn(run, joined(features))(head), statistics: moved }
    },
  }
}
