import * as tf from '@tensorflow/tfjs-core'
import type { Tensors } from '../tensors.ts'

/** Whether the current backend has a kernel of this name. */
export const hasKernel = (name: string): boolean => tf.getKernel(name, tf.getBackend()) !== undefined

/**
 * Runs one update kernel over records of tensors and returns the records that the kernel computes.
 *
 * The i-th tensor of a record is the input `<letter><i>` of the kernel.
 *
 * @param inputs records that share their names, by the letter of the kernel's inputs
 * @param attributes numbers and flags of the rule; this function adds `count`
 */
export const runUpdate = (
  kernel: string,
  inputs: Readonly<Record<string, Tensors>>,
  attributes: tf.NamedAttrMap,
): readonly Tensors[] => {
  const names = Object.keys(Object.values(inputs)[0]!)
  const numbered: Record<string, tf.Tensor> = {}
  for (const [letter, record] of Object.entries(inputs))
    names.forEach((name, i) => {
      numbered[`${letter}${i}`] = record[name]!
    })
  // A kernel with several outputs returns a list; runKernel declares one tensor or a list.
  const outputs = tf.engine().runKernel(kernel, numbered, { ...attributes, count: names.length }) as tf.Tensor[]
  return Array.from({ length: outputs.length / names.length }, (_, record) =>
    Object.fromEntries(names.map((name, i) => [name, outputs[record * names.length + i]!])),
  )
}
