import * as E from 'fp-ts/lib/Either.js'
import { field, flag, reads, record, writes } from '../../codec/index.ts'
import { decodeImage } from '../../image/decode.ts'
import { decodeParams, decodeRequest } from '../../image/decodeParams.ts'
import { raster } from '../../image/raster.ts'
import { fileOf } from '../field/frame.ts'
import { defineStage } from './stage.ts'

const Params = record({
  ...decodeParams.fields,
  from: field(reads('file'), 'the file', 'file'),
  writes: field(writes('image'), 'the field for the image', 'image'),
  keep: field(
    flag,
    'whether to keep decoded pixels in the run folder, so that later epochs need not decode again',
    true,
  ),
})

/**
 * Reads a file as an image of one size.
 *
 * - A file that cannot be used goes to the quarantine, with the reason.
 * - With `keep`, only the first pass decodes. Later passes read the same pixels from the run folder.
 */
export const decode = defineStage({
  name: 'decode',
  summary: 'reads a file as an image of one size',
  example: { decode: { size: 32 } },
  params: Params,
  use: (params) => {
    const { from, writes: into, channels } = params
    const request = decodeRequest(params)
    const { width, height } = request.size
    return {
      infer: () => E.right({ [into]: { kind: 'image', shape: [height, width, channels] } }),
      run: ({ kept }) => {
        const read = decodeImage(request)
        const pixels = params.keep ? kept({ of: request, size: width * height * channels }) : null
        return (frame) => {
          const file = fileOf(frame, from)
          const bytes = pixels?.get(file)
          if (bytes !== undefined) return E.right([{ ...frame, [into]: raster(width, height, channels, bytes) }])
          return read(file.path).then(
            E.map((image) => {
              pixels?.put(file, image.data)
              return [{ ...frame, [into]: image }]
            }),
          )
        }
      },
    }
  },
})
