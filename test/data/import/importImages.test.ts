// Covers src/data/import/cifar10.ts, src/data/import/cifarRecords.ts, src/data/import/idx.ts.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { describe, expect, test } from 'vitest'
import { type ImportImages, importImages } from '../../../src/data/import/importImages.ts'
import { sharp } from '../../../src/image/loaders.ts'
import { messageOf, resultOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'

const words = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, i) => {
    bytes.writeUInt32BE(value, 4 * i)
  })
  return bytes
}
const idxImages = (count: number, rows = 2, columns = 3, declared = count): Buffer =>
  Buffer.concat([
    words(0x803, declared, rows, columns),
    Buffer.from(Array.from({ length: count * rows * columns }, (_, i) => i)),
  ])
const idxLabels = (...labels: readonly number[]): Buffer =>
  Buffer.concat([words(0x801, labels.length), Buffer.from(labels)])
const mnist = (half: 'train' | 't10k', images: Buffer, labels: Buffer) => ({
  [`${half}-images-idx3-ubyte`]: images,
  [`${half}-labels-idx1-ubyte`]: labels,
})

/** 10,000 records; picture i has label i % 10 and red i % 256, green 1, blue 2 everywhere. */
const cifarBatch = (): Buffer => {
  const bytes = Buffer.alloc(10_000 * 3073)
  for (let i = 0; i < 10_000; i++) {
    bytes[i * 3073] = i % 10
    bytes.fill(i % 256, i * 3073 + 1, i * 3073 + 1025)
    bytes.fill(1, i * 3073 + 1025, i * 3073 + 2049)
    bytes.fill(2, i * 3073 + 2049, (i + 1) * 3073)
  }
  return bytes
}
const tar = (files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> => {
  const archive = pack()
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, content)
  archive.finalize()
  return buffer(archive)
}

const request = (change: Partial<ImportImages>): ImportImages => ({
  dataSet: 'mnist',
  from: '',
  out: join(folderWith({}), 'out'),
  halves: ['train', 'test'],
  perClass: null,
  encoding: { format: 'png' },
  onProgress: () => {},
  ...change,
})
const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
const pixelsOf = async (file: string): Promise<readonly number[]> => [...(await sharp(file).raw().toBuffer())]

describe('mnist', () => {
  test('writes class folders, named by number in the file, with the pixels as they were', async () => {
    const from = folderWith({
      ...mnist('train', idxImages(3), idxLabels(7, 0, 7)),
      ...mnist('t10k', idxImages(1), idxLabels(9)),
    })
    const settings = request({ from })
    expect(resultOf(await importImages(settings))).toEqual([
      { half: 'test', class: '9', images: 1 },
      { half: 'train', class: '0', images: 1 },
      { half: 'train', class: '7', images: 2 },
    ])
    expect(filesOf(settings.out)).toEqual([
      'test/9/00000.png',
      'train/0/00001.png',
      'train/7/00000.png',
      'train/7/00002.png',
    ])
    // picture 2 starts at byte 2 * 2 * 3 = 12; sharp shows gray as three equal channels
    const { width, height } = await sharp(join(settings.out, 'train/7/00002.png')).metadata()
    expect([width, height]).toEqual([3, 2])
    expect(await pixelsOf(join(settings.out, 'train/7/00002.png'))).toEqual(
      [12, 13, 14, 15, 16, 17].flatMap((gray) => [gray, gray, gray]),
    )
  })

  test('reads packed files, one half, a limit per class, as JPEG', async () => {
    const files = mnist('train', gzipSync(idxImages(5)), gzipSync(idxLabels(1, 1, 2, 1, 2)))
    const from = folderWith(Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${name}.gz`, bytes])))
    const progress: number[] = []
    const settings = request({
      dataSet: 'fashion-mnist',
      from,
      halves: ['train'],
      perClass: 1,
      encoding: { format: 'jpeg', quality: 90 },
      onProgress: (written) => progress.push(written),
    })
    resultOf(await importImages(settings))
    expect(filesOf(settings.out)).toEqual(['train/pullover/00002.jpg', 'train/trouser/00000.jpg'])
    expect(progress).toEqual([2])
  })

  test.each([
    [
      'no files',
      {},
      (from: string) => `Expected train-images-idx3-ubyte or train-images-idx3-ubyte.gz in ${from}, received neither`,
    ],
    [
      'cut off',
      mnist('train', idxImages(2, 2, 3, 5), idxLabels(1, 2, 3, 4, 5)),
      (from: string) => `${from}/train-images-idx3-ubyte is cut off: expected 5 images, received 2`,
    ],
    [
      'another format',
      mnist('train', Buffer.from('not an IDX file at all'), idxLabels(1)),
      (from: string) => `Expected an IDX file of images at ${from}/train-images-idx3-ubyte, received something else`,
    ],
    [
      'labels of another format',
      mnist('train', idxImages(1), Buffer.from('xx')),
      (from: string) => `Expected an IDX file of labels at ${from}/train-labels-idx1-ubyte, received something else`,
    ],
    [
      'labels cut off',
      mnist('train', idxImages(2), idxLabels(1, 2).subarray(0, 9)),
      (from: string) =>
        `${from}/train-labels-idx1-ubyte is cut off: it holds fewer than the 2 labels that its header tells of`,
    ],
    [
      'more labels than images',
      mnist('train', idxImages(2), idxLabels(1, 2, 3)),
      (from: string) => `Expected as many labels as images in ${from}, received 3 and 2`,
    ],
    [
      'an unknown label',
      mnist('train', idxImages(1), idxLabels(10)),
      (from: string) => `Expected labels below 10 in ${from}/train-labels-idx1-ubyte, received 10`,
    ],
    [
      'a packed file that is cut off',
      mnist('train', gzipSync(idxImages(90)).subarray(0, 200), idxLabels(...Array(90).fill(1))),
      (from: string) => `Could not import ${from}: a packed file is cut off`,
    ],
  ])('%s', async (_, files, message) => {
    const from = folderWith(files)
    expect(messageOf(await importImages(request({ from })))).toBe(message(from))
  })

  test('overwrites nothing', async () => {
    const from = folderWith(mnist('train', idxImages(1), idxLabels(7)))
    const out = folderWith({ 'train/7/00000.png': 'mine' })
    expect(messageOf(await importImages(request({ from, out })))).toBe(
      `Expected nothing at ${out}/train yet, received a folder. Choose another --out or delete it`,
    )
    expect(readFileSync(join(out, 'train/7/00000.png'), 'utf8')).toBe('mine')
  })

  test('a source that is not there', async () =>
    expect(messageOf(await importImages(request({ from: '/nowhere/mnist' })))).toBe(
      'Expected mnist at /nowhere/mnist, received nothing',
    ))
})

describe('cifar10', () => {
  test('reads the binary batches, in a folder or an archive', async () => {
    const batch = cifarBatch()
    const folder = folderWith({
      'cifar-10-batches-bin/data_batch_2.bin': batch,
      'cifar-10-batches-bin/test_batch.bin': batch,
    })
    const archive = join(folderWith({}), 'cifar.tar.gz')
    writeFileSync(
      archive,
      gzipSync(await tar({ 'x/data_batch_2.bin': batch, 'x/test_batch.bin': batch, 'x/readme.html': '' }), {
        level: 1,
      }),
    )
    for (const from of [folder, archive]) {
      const settings = request({ dataSet: 'cifar10', from, halves: ['train'], perClass: 2 })
      expect(resultOf(await importImages(settings)).length).toBe(10)
      const files = filesOf(settings.out)
      expect(files.length).toBe(20)
      expect(files.slice(0, 3)).toEqual([
        'train/airplane/10000.png',
        'train/airplane/10010.png',
        'train/automobile/10001.png',
      ])
      expect((await pixelsOf(join(settings.out, 'train/airplane/10010.png'))).slice(-6)).toEqual([10, 1, 2, 10, 1, 2])
    }
  })

  test('copies image files as they are, from a folder or an archive', async () => {
    const files = { 'train/cat/1.jpg': 'cat 1', 'train/cat/2.jpg': 'cat 2', 'test/dog/1.png': 'dog 1', README: 'x' }
    const archive = join(folderWith({}), 'tree.tar')
    writeFileSync(archive, await tar(files))
    for (const from of [folderWith(files), archive]) {
      const settings = request({ dataSet: 'cifar10', from })
      resultOf(await importImages(settings))
      expect(filesOf(settings.out)).toEqual(['test/dog/1.png', 'train/cat/1.jpg', 'train/cat/2.jpg'])
      expect(readFileSync(join(settings.out, 'train/cat/2.jpg'), 'utf8')).toBe('cat 2')
    }
  })

  test.each([
    ['an empty folder', () => folderWith({ 'a.txt': 'x' })],
    [
      'an archive of something else',
      async () => {
        const file = join(folderWith({}), 'other.tar')
        writeFileSync(file, await tar({ 'a.txt': 'x' }))
        return file
      },
    ],
  ])('%s', async (_, make) => {
    const from = await make()
    expect(messageOf(await importImages(request({ dataSet: 'cifar10', from })))).toBe(
      `Expected CIFAR-10 at ${from}: data_batch_1.bin to data_batch_5.bin and test_batch.bin, or class folders of images ` +
        'in train/ and test/, or a tar file of either; received none of these',
    )
  })

  test('a packed archive that is cut off', async () => {
    const from = join(folderWith({}), 'cut.tar.gz')
    const whole = gzipSync(
      await tar({ 'train/cat/1.jpg': Buffer.from(Array.from({ length: 9999 }, (_, i) => (i * i) % 251)) }),
    )
    writeFileSync(from, whole.subarray(0, whole.length / 2))
    const settings = request({ dataSet: 'cifar10', from })
    expect(messageOf(await importImages(settings))).toBe(`Could not import ${from}: a packed file is cut off`)
    expect(existsSync(join(settings.out, 'train/cat/1.jpg'))).toBe(false)
  })

  test('a batch that is cut off', async () => {
    const from = folderWith({ 'data_batch_1.bin': cifarBatch().subarray(0, 3073 * 7 + 5) })
    expect(messageOf(await importImages(request({ dataSet: 'cifar10', from })))).toBe(
      `${from}/data_batch_1.bin is cut off: expected 10000 images, received 7`,
    )
  })

  test('an unknown label', async () => {
    const from = folderWith({ 'test_batch.bin': Buffer.alloc(3073, 77) })
    expect(messageOf(await importImages(request({ dataSet: 'cifar10', from })))).toBe(
      `Expected labels below 10 in ${from}/test_batch.bin, received 77`,
    )
  })
})
