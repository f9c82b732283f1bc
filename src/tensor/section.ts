import type { Tensors } from './tensors.ts'

/**
 * The tensors whose names are paths below `name`, by the rest of their path.
 *
 * Law: `section(n)(asSection(n)(t))` is `t`.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * const tensors = { 'student/dense/kernel': tf.scalar(1), 'teacher/dense/kernel': tf.scalar(2) }
 * Object.keys(section('student')(tensors)) // => ['dense/kernel']
 */
export const section =
  (name: string) =>
  (tensors: Tensors): Tensors =>
    Object.fromEntries(
      Object.entries(tensors)
        .filter(([path]) => path.startsWith(`${name}/`))
        .map(([path, tensor]) => [path.slice(name.length + 1), tensor]),
    )

/**
 * The same tensors under paths below `name`.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * Object.keys(asSection('student')({ 'dense/kernel': tf.scalar(1) })) // => ['student/dense/kernel']
 */
export const asSection =
  (name: string) =>
  (tensors: Tensors): Tensors =>
    Object.fromEntries(Object.entries(tensors).map(([path, tensor]) => [`${name}/${path}`, tensor]))
