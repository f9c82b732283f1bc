import { concat, split, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core'
import { InvariantViolation } from '../../../prelude/errors.ts'
import { fold, type Key } from '../../../prelude/key.ts'
import { type Batch, tensorOf } from '../../field/frame.ts'
import type { Look } from '../../loss/loss.ts'
import type { Mode, Network } from '../../network/network.ts'
import type { Tensors } from '../world.ts'

/** Views that go through the network together, and whether that pass moves the statistics. */
export interface Pass {
  readonly on: readonly string[]
  readonly statistics: 'update' | 'keep'
}

export interface Forward {
  readonly look: Look
  /** The moving statistics after all passes. */
  readonly statistics: Tensors
}

interface Seen {
  readonly outputs: Readonly<Record<string, Tensor2D>>
  readonly features: Tensor2D
}

/** Rows of a joint output, view by view. */
const rowsOf = (joint: Tensor2D, sizes: readonly number[]): readonly Tensor2D[] =>
  sizes.length === 1 ? [joint] : split(joint, [...sizes])

/**
 * Runs the network over all views, pass by pass: views of one pass are one batch, so they share batch norm statistics and noise.
 * Statistics that a pass moves are what the next pass starts from.
 */
export const forward =
  (network: Network, passes: readonly Pass[], noise: Key) =>
  (parameters: Tensors, statistics: Tensors, batch: Batch): Forward => {
    const seen = new Map<string, Seen>()
    let moved = statistics
    passes.forEach(({ on, statistics: policy }, index) => {
      // The check lets only fields of images through, and those have four dimensions.
      const images = on.map((name) => tensorOf(batch, name) as Tensor4D)
      const joint = images.length === 1 ? images[0]! : concat(images)
      const mode: Mode = { normalization: 'batch', noise: fold(noise, index) }
      const pass = network.apply({ parameters, statistics: moved }, joint, mode)
      const sizes = images.map(({ shape }) => shape[0])
      const features = rowsOf(pass.features, sizes)
      const heads = Object.entries(pass.outputs).map(([head, output]) => [head, rowsOf(output, sizes)] as const)
      on.forEach((name, i) => {
        const outputs = Object.fromEntries(heads.map(([head, rows]) => [head, rows[i]!]))
        seen.set(name, { outputs, features: features[i]! })
      })
      if (policy === 'update') moved = pass.statistics
    })
    const of = (name: string): Seen => {
      const found = seen.get(name)
      if (found === undefined) throw new InvariantViolation(`Expected a pass over ${name}`)
      return found
    }
    return {
      look: {
        output: (view, head) => of(view).outputs[head]!,
        features: (view) => of(view).features,
        field: (name) => tensorOf(batch, name),
      },
      statistics: moved,
    }
  }
