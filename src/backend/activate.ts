import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { type RunError, runError } from '../prelude/errors.ts'
import { registerGradients } from '../tensor/gradient/registerGradients.ts'
import type { BackendName, Precision } from './backend.ts'

/** Makes a registered tfjs backend current. */
export const activate = async (name: BackendName, registered: string): Promise<E.Either<RunError, void>> => {
  // Without this flag tfjs prints an advertisement in Node.
  tf.enableProdMode()
  registerGradients()
  const works = await tf.setBackend(registered).catch(() => false)
  return works ? E.right(undefined) : E.left(runError(`The backend ${name} was loaded but does not start`))
}

/** Refuses bfloat16 on a backend that has no kernels for it. */
export const onlyFloat32 = (name: BackendName, precision: Precision): E.Either<RunError, void> =>
  precision === 'float32'
    ? E.right(undefined)
    : E.left(
        runError(
          `The backend ${name} computes in float32 only`,
          `Use precision float32, or the backend onednn for ${precision}`,
        ),
      )
