import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { decodeImage } from '../../image/decode.ts'
import { encode } from '../../image/encode.ts'
import { raster } from '../../image/raster.ts'
import { render } from '../../prelude/render.ts'

/** Images of one step, and their size in the file and in the network. */
const batch = 64
const stored = { width: 256, height: 192 }
const size = 32

/** Milliseconds of each of the two measurements, after one step that does not count. */
const duration = 400

/** A file like a photo: its slopes and its grain cost a decoder about as much as a photo does. */
const photo = (): Promise<Uint8Array> => {
  const { width, height } = stored
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)]
    return (x + 2 * y + 40 * (i % 3) + ((x * 7919 + y * 104729) % 23)) % 256
  })
  return encode({ format: 'jpeg', quality: 90 })(raster(width, height, 3, data))
}

/** Two 3x3 convolutions with their gradients: a training step spends most of its time there. */
const createStep = () => {
  const images = tf.randomNormal<tf.Rank.R4>([batch, size, size, 32], 0, 1, 'float32', 1)
  const filters = [2, 3].map((seed) => tf.randomNormal<tf.Rank.R4>([3, 3, 32, 32], 0, 0.1, 'float32', seed))
  const loss = (...[first, second]: tf.Tensor[]): tf.Tensor =>
    tf.mean(tf.conv2d(tf.relu(tf.conv2d(images, first as tf.Tensor4D, 1, 'same')), second as tf.Tensor4D, 1, 'same'))
  return {
    step: () =>
      tf.tidy(
        () =>
          void tf
            .grads(loss)(filters)
            .map((gradient) => gradient.dataSync()),
      ),
    dispose: () => tf.dispose([images, filters]),
  }
}

/** Makes steps until the time is over. @returns images per second */
const rateOf = async (step: () => Promise<void>): Promise<number> => {
  await step()
  const start = performance.now()
  let steps = 0
  do {
    await step()
    steps++
  } while (performance.now() - start < duration)
  return (1000 * steps * batch) / (performance.now() - start)
}

/**
 * Measures training on the current backend, with the decoding threads of this process, in images per second.
 *
 * As in a run, the next batch decodes while a step computes.
 */
export const measureSplit = async (): Promise<{ readonly decoding: number; readonly kept: number }> => {
  const file = { name: 'photo.jpg', bytes: await photo() }
  const decode = decodeImage({
    size: { width: size, height: size },
    fit: 'cover',
    channels: 3,
    pixelLimit: stored.width * stored.height,
  })
  const decodeBatch = async (): Promise<void> => {
    const decoded = await Promise.all(Array.from({ length: batch }, () => decode(file)))
    for (const image of decoded) if (E.isLeft(image)) throw new Error(render(image.left))
  }
  const { step, dispose } = createStep()
  try {
    const kept = await rateOf(async () => step())
    let next = decodeBatch()
    const decoding = await rateOf(async () => {
      await next
      next = decodeBatch()
      step()
    })
    await next
    return { decoding, kept }
  } finally {
    dispose()
  }
}
