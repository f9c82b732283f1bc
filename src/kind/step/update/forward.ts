import { concat, split, type Tensor, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core'
import { InvariantViolation } from '../../../prelude/errors.ts'
import { fold, type Key } from '../../../prelude/key.ts'
import type { Tensors } from '../../../tensor/tensors.ts'
import { type Batch, tensorOf } from '../../field/frame.ts'
import type { Mode, Network, Variables } from '../../network/network.ts'

/** The values that the terms of a loss may read: outputs with gradients, and batch fields as constants. */
export interface Look {
  /** The output of a head on one or more views, [batch, size]. The head `features` is the body's output. */
  readonly output: (views: readonly string[], head: string) => Tensor2D
  readonly field: (name: string) => Tensor
}

/** The views that go through the network together, and whether the pass moves the statistics. */
export interface Pass {
  readonly on: readonly string[]
  readonly statistics: 'update' | 'keep'
}

/** An output that the terms of a loss read. */
export interface Wanted {
  readonly views: readonly string[]
  readonly head: string
}

export interface Forward {
  readonly look: Look
  /** The moving statistics after all passes. */
  readonly statistics: Tensors
}

interface ViewOutputs {
  readonly outputs: Readonly<Record<string, Tensor2D>>
  readonly features: Tensor2D
  readonly policy: Pass['statistics']
}

/** Splits the rows of a joint output, view by view. */
const rowsOf = (joint: Tensor2D, sizes: readonly number[]): readonly Tensor2D[] =>
  sizes.length === 1 ? [joint] : split(joint, [...sizes])

const keyOf = ({ views, head }: Wanted): string => `${head} on ${views.join(', ')}`

/** The heads of one view that terms need on any of these views. */
const headsOn = (wanted: readonly Wanted[], on: readonly string[]): readonly string[] => [
  ...new Set(
    wanted.flatMap(({ views, head }) =>
      views.length === 1 && on.includes(views[0]!) && head !== 'features' ? [head] : [],
    ),
  ),
]

/**
 * Runs the network over all views, pass by pass.
 *
 * - Views of one pass are one batch, so they share batch norm statistics and noise.
 * - A pass starts from the statistics that the pass before it moved.
 * - Heads of several views come last. They move statistics only if the passes of all their views do.
 */
export const forward =
  (network: Network, passes: readonly Pass[], wanted: readonly Wanted[], noise: Key) =>
  (parameters: Tensors, statistics: Tensors, batch: Batch): Forward => {
    const byView = new Map<string, ViewOutputs>()
    let moved = statistics
    const variables = (): Variables => ({ parameters, statistics: moved })
    const modeOf = (index: number): Mode => ({ normalization: 'batch', noise: fold(noise, index) })
    passes.forEach(({ on, statistics: policy }, index) => {
      // The check admits only fields of images, which have four dimensions.
      const images = on.map((name) => tensorOf(batch, name) as Tensor4D)
      const joint = images.length === 1 ? images[0]! : concat(images)
      const pass = network.apply(variables(), joint, modeOf(index), headsOn(wanted, on))
      const sizes = images.map(({ shape }) => shape[0])
      const features = rowsOf(pass.features, sizes)
      const heads = Object.entries(pass.outputs).map(([head, output]) => [head, rowsOf(output, sizes)] as const)
      on.forEach((name, i) => {
        const outputs = Object.fromEntries(heads.map(([head, rows]) => [head, rows[i]!]))
        byView.set(name, { outputs, features: features[i]!, policy })
      })
      if (policy === 'update') moved = pass.statistics
    })
    const of = (name: string): ViewOutputs => {
      const view = byView.get(name)
      if (view === undefined) throw new InvariantViolation(`Expected a pass over ${name}`)
      return view
    }
    const joint = new Map<string, Tensor2D>()
    wanted.forEach((one, index) => {
      if (one.views.length === 1 || joint.has(keyOf(one))) return
      const views = one.views.map(of)
      const features = views.map((view) => view.features)
      const pass = network.joint(variables(), features, modeOf(passes.length + index), one.head)
      joint.set(keyOf(one), pass.output)
      if (views.every(({ policy }) => policy === 'update')) moved = pass.statistics
    })
    const output = (views: readonly string[], head: string): Tensor2D => {
      if (views.length > 1) return joint.get(keyOf({ views, head }))!
      const { outputs, features } = of(views[0]!)
      return head === 'features' ? features : outputs[head]!
    }
    return { look: { output, field: (name) => tensorOf(batch, name) }, statistics: moved }
  }
