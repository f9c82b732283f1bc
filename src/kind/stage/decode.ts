import * as E from 'fp-ts/lib/Either.js'
import { field, flag, reads, record, writes } from '../../codec/index.ts'
import { decodeImage } from '../../image/decode.ts'
import { decodeParams, decodeRequest } from '../../image/decodeParams.ts'
import { raster } from '../../image/raster.ts'
import { defineStage } from '../definition.ts'
import { fileOf } from '../field/frame.ts'

const Params = record({
  ...decodeParams.fields,
  from: field(reads('file'), 'the file', 'file'),
  writes: field(writes('image'), 'the field for the image', 'image'),
  keep: field(
    flag,
    'whether decoded pixels are kept in the run folder, so that later epochs need not decode again',
    true,
  ),
})

/**
 * Reads a file as an image of one size. What cannot be used goes to the quarantine, with the reason.
 *
 * The first pass decodes; where `keep` is set, later passes read the same pixels back from the run folder.
 */
export const decode = defineStage({
  name: 'decode',
  summary: 'reads a file as an image of one size',
  params: Params,
  infer: (params) => {
    const { size } = decodeRequest(params)
    return E.right({ [params.writes]: { kind: 'image', shape: [size.height, size.width, params.channels] } })
  },
  run: (params, { keptPixels }) => {
    const { from, writes: written } = params
    const request = decodeRequest(params)
    const { width, height } = request.size
    const read = decodeImage(request)
    const kept = params.keep ? keptPixels(request) : null
    return (frame) => {
      const file = fileOf(frame, from)
      const pixels = kept?.get(file)
      if (pixels !== undefined)
        return E.right([{ ...frame, [written]: raster(width, height, params.channels, pixels) }])
      return read(file.path).then(
        E.map((image) => {
          kept?.put(file, image.data)
          return [{ ...frame, [written]: image }]
        }),
      )
    }
  },
})
