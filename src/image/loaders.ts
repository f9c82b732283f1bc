import sharp from 'sharp'

/**
 * sharp, configured once for this program.
 *
 * - It loads raster formats only: a drawing renamed to .jpg must not be rendered.
 * - It has no cache of operations: every image is read once.
 * - It uses one thread per image: concurrency belongs to the stream.
 */
sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpeg',
    'VipsForeignLoadPng',
    'VipsForeignLoadWebp',
    'VipsForeignLoadNsgif',
    'VipsForeignLoadTiff',
    'VipsForeignLoadHeif',
  ],
})

export { sharp }
