/** What a file is by its first bytes alone, since its name may lie. */
export type FileFormat =
  | 'empty'
  | 'jpeg'
  | 'png'
  | 'gif'
  | 'webp'
  | 'tiff'
  | 'avif'
  | 'heic'
  | 'bmp'
  | 'svg'
  | 'pdf'
  | 'unknown'

const latin1 = new TextDecoder('latin1')

/**
 * Names the format of a file from its first bytes (512 are enough).
 *
 * @example
 * fileFormat(new TextEncoder().encode('%PDF-1.7')) // => 'pdf'
 * fileFormat(new Uint8Array(0)) // => 'empty'
 */
export const fileFormat = (head: Uint8Array): FileFormat => {
  const text = latin1.decode(head.subarray(0, 512))
  if (head.length === 0) return 'empty'
  if (text.startsWith('\u00ff\u00d8\u00ff')) return 'jpeg'
  if (head[0] === 0x89 && text.startsWith('PNG', 1)) return 'png'
  if (text.startsWith('GIF8')) return 'gif'
  if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return 'webp'
  if (text.startsWith('II*\0') || text.startsWith('MM\0*') || text.startsWith('II+\0') || text.startsWith('MM\0+'))
    return 'tiff'
  if (text.startsWith('ftypavi', 4)) return 'avif'
  if (/^....ftyp(hei|hev|mif1|msf1)/s.test(text)) return 'heic'
  if (text.startsWith('BM') && head.length > 26) return 'bmp'
  if (text.includes('%PDF-')) return 'pdf'
  if (/<svg[\s>]/.test(text)) return 'svg'
  return 'unknown'
}
