import type { Tensor } from '@tensorflow/tfjs-core'
import type { Run } from '../../src/kind/network/layer/layer.ts'
import type { Mode } from '../../src/kind/network/network.ts'

/** A run of one layer with these variables, which also collects the statistics that move. */
export const layerRun = (
  variables: Readonly<Record<string, Tensor>>,
  mode: Mode = { normalization: 'batch', noise: null },
): Run & { readonly moved: Record<string, Tensor> } => {
  const read = (name: string): Tensor => {
    const variable = variables[name]
    if (variable === undefined) throw new Error(`The layer asks for ${name}, which it does not declare`)
    return variable
  }
  const moved: Record<string, Tensor> = {}
  return {
    parameter: read,
    statistic: read,
    move: (name, value) => {
      moved[name] = value
    },
    mode,
    moved,
  }
}
