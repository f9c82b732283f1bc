import * as tf from '@tensorflow/tfjs-core'
import { type Arrays, arraysOf } from './arrays.ts'
import { adam, average, sgd } from './updateLoops.ts'

type Attributes = Readonly<Record<string, unknown>>

/** One pass over the numbers of one parameter: reads the inputs, fills the outputs. */
type Loop = (
  attributes: Attributes,
  index: number,
  inputs: readonly Float32Array[],
  outputs: readonly Float32Array[],
) => void

interface UpdateKernel {
  readonly name: string
  /** Letters of the numbered inputs: `p0 p1 .. g0 g1 ..`. */
  readonly inputs: readonly string[]
  /** Number of outputs for each parameter. */
  readonly outputs: number
  readonly loop: Loop
}

const kernels: readonly UpdateKernel[] = [
  { name: 'SgdUpdate', inputs: ['p', 'g', 'v'], outputs: 2, loop: sgd },
  { name: 'AdamUpdate', inputs: ['p', 'g', 'm', 's'], outputs: 3, loop: adam },
  { name: 'MovingAverage', inputs: ['a', 'x'], outputs: 1, loop: average },
]

const run = (
  { inputs: letters, outputs, loop }: UpdateKernel,
  arrays: Arrays,
  inputs: tf.NamedTensorInfoMap,
  attributes: Attributes,
) => {
  const count = Number(attributes['count'])
  const tensors = letters.map((letter) => Array.from({ length: count }, (_, i) => inputs[`${letter}${i}`]!))
  // All outputs exist before the first view: `make` may move the memory of WebAssembly.
  const results = Array.from({ length: outputs }, () => tensors[0]!.map(({ shape }) => arrays.make(shape)))
  for (let i = 0; i < count; i++) {
    loop(
      attributes,
      i,
      tensors.map((numbered) => arrays.view(numbered[i]!)),
      results.map((numbered) => arrays.view(numbered[i]!)),
    )
  }
  return results.flat()
}

/** Registers each update rule as one kernel of a backend. A second call changes nothing. */
export const registerUpdateKernels = (backendName: 'cpu' | 'wasm'): void => {
  for (const kernel of kernels) {
    if (tf.getKernel(kernel.name, backendName) !== undefined) continue
    tf.registerKernel({
      kernelName: kernel.name,
      backendName,
      kernelFunc: ({ inputs, backend, attrs }) => run(kernel, arraysOf(backendName, backend), inputs, attrs ?? {}),
    })
  }
}
