import { expect, test } from 'vitest'
import { explainFailure } from '../../src/image/explainFailure.ts'

test("keeps the first line of the decoder's message, without its preamble", async () => {
  const thrown = new Error('Input file has corrupt header: VipsJpeg: premature end\nVipsJpeg: more')
  expect(await explainFailure('fixtures/images/plain.jpg', 1e6, thrown)).toBe(
    'the JPEG data are damaged or cut short (VipsJpeg: premature end)',
  )
})

test('gives the reason of the system if the file cannot be opened', async () => {
  expect(await explainFailure('fixtures/nowhere/cat.jpg', 1e6, new Error('Input file is missing'))).toBe(
    'the file does not exist',
  )
  expect(await explainFailure('fixtures/images/plain.jpg/cat.jpg', 1e6, new Error('Input file is missing'))).toMatch(
    /^it cannot be read \(ENOTDIR: not a directory/,
  )
})
