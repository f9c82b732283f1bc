import { assertNever } from '../prelude/assertNever.ts'
import { type FileFormat, fileFormat } from './fileFormat.ts'
import { type ImageSource, sourceHead, sourceInput } from './imageSource.ts'
import { sharp } from './loaders.ts'

const systemReason: Readonly<Record<string, string>> = {
  ENOENT: 'the file does not exist',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'the file may not be read (permission denied)',
  EPERM: 'the file may not be read (permission denied)',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ELOOP: 'the symbolic link leads in a circle',
}

const readable = 'JPEG, PNG, WebP, GIF, TIFF and AVIF can be read'

const formatReason = (format: FileFormat, detail: string): string => {
  switch (format) {
    case 'empty':
      return 'the file is empty'
    case 'jpeg':
    case 'png':
    case 'gif':
    case 'webp':
    case 'tiff':
    case 'avif':
      return `the ${format.toUpperCase()} data are damaged or cut short (${detail})`
    case 'heic':
      return `a HEIC photo cannot be read here; convert it to JPEG (${readable})`
    case 'bmp':
      return `a BMP picture cannot be read here; convert it to PNG (${readable})`
    case 'svg':
      return `it is an SVG drawing, not a raster image (${readable})`
    case 'pdf':
      return `it is a PDF document, not a raster image (${readable})`
    case 'unknown':
      return `it is not an image in a known format (${readable})`
    default:
      return assertNever(format)
  }
}

const tooLarge = async (source: ImageSource, pixelLimit: number): Promise<string> => {
  const { width, height } = await sharp(sourceInput(source), { limitInputPixels: false }).metadata()
  return `the image has ${width} x ${height} = ${width * height} pixels, more than the limit of ${pixelLimit} (pixelLimit)`
}

const firstLine = (message: string): string =>
  message.split('\n')[0]!.replace(/^Input (file|buffer) has corrupt header: /i, '')

/**
 * Explains in a sentence why an image could not be read, from the error that sharp threw and the first bytes
 * of the file.
 *
 * @example
 * const empty = { name: 'memory', bytes: new Uint8Array(0) }
 * await explainFailure(empty, 100, new Error('unsupported')) // => 'the file is empty'
 */
export const explainFailure = async (source: ImageSource, pixelLimit: number, thrown: unknown): Promise<string> => {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  try {
    if (/exceeds pixel limit/.test(message)) return await tooLarge(source, pixelLimit)
    return formatReason(fileFormat(await sourceHead(source)), firstLine(message))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return systemReason[code] ?? `it cannot be read (${firstLine(error instanceof Error ? error.message : message)})`
  }
}
