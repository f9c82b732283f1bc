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
  /** How many tensors come out for each parameter. */
  readonly outputs: number
  readonly loop: Loop
}

const kernels: readonly UpdateKernel[] = [
  { name: 'SgdUpdate', inputs: ['p', 'g', 'v'], outputs: 2, loop: sgd },
  { name: 'AdamUpdate', inputs: ['p', 'g', 'm', 's'], outputs: 3, loop: adam },
  { name: 'MovingAverage', inputs: ['a', 'x'], outputs: 1, loop: average },
]

/** Outputs are made before any view is taken: making one may move the memory of WebAssembly. */
const run = (
  { inputs: letters, outputs, loop }: UpdateKernel,
  arrays: Arrays,
  inputs: tf.NamedTensorInfoMap,
  attributes: Attributes,
) => {
  const count = Number(attributes['count'])
  const given = letters.map((letter) => Array.from({ length: count }, (_, i) => inputs[`${letter}${i}`]!))
  const made = Array.from({ length: outputs }, () => given[0]!.map(({ shape }) => arrays.make(shape)))
  for (let i = 0; i < count; i++) {
    loop(
      attributes,
      i,
      given.map((tensors) => arrays.view(tensors[i]!)),
      made.map((tensors) => arrays.view(tensors[i]!)),
    )
  }
  return made.flat()
}

/** Registers the update rules as single kernels of a backend whose numbers can be reached; doing it again changes nothing. */
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
