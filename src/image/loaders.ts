import sharp from 'sharp'

/**
 * sharp, told once how this program uses it: only loaders of raster formats (a drawing renamed .jpg must not be rendered), no cache of
 * operations (every image is read once), one thread per image (concurrency belongs to the stream).
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
