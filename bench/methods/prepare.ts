import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { arrange, type Folders } from './arrange.ts'
import { runProgram } from './program.ts'
import { type Setting, sizes } from './protocol.ts'

const fashionFolder = '/usr/share/datasets/fashion-mnist'
const cifarName = 'cifar10-jpeg'

/** Slightly more than the folders need, because some pictures of the test half may be left out. */
const imported = sizes.labeled + sizes.unlabeled

/** The folder or file of the published images. Fails with the way to get them. */
const published = (dataSet: Setting['dataSet'], data: string, cifar: string | undefined): string => {
  if (dataSet === 'fashion-mnist') {
    if (existsSync(fashionFolder)) return fashionFolder
    throw new Error(
      `Fashion-MNIST is not there: install it with apt-get install dataset-fashion-mnist (Debian, Ubuntu)`,
    )
  }
  const places = cifar === undefined ? [`${cifarName}.tar.gz`, cifarName].map((name) => join(data, name)) : [cifar]
  const place = places.find(existsSync)
  if (place !== undefined) return place
  throw new Error(
    `CIFAR-10 is not at ${places.join(' or ')}: name its file or folder with --cifar (train/<class>/*.jpg and test/<class>/*.jpg, or the binary files), ` +
      'or leave it out with --settings',
  )
}

/** The folders of a data set. They are written once, below `data`. */
export const prepare = async (
  dataSet: Setting['dataSet'],
  data: string,
  cifar: string | undefined,
): Promise<Folders> => {
  const root = join(data, 'bench-methods')
  const images = join(root, `${dataSet}-images`)
  if (!existsSync(images)) {
    const from = published(dataSet, data, cifar)
    console.log(`Writing ${dataSet} as image files to ${images} ...`)
    const aside = `${images}.writing`
    rmSync(aside, { recursive: true, force: true })
    mkdirSync(root, { recursive: true })
    const args = ['import', dataSet, '--from', from, '--out', aside, '--per-class', String(imported)]
    const { status, errors } = await runProgram(args)
    if (status !== 0) throw new Error(`${dataSet} could not be imported: ${errors}`)
    renameSync(aside, images)
  }
  const name = [dataSet, sizes.labeled, sizes.unlabeled, sizes.test].join('-')
  return arrange(images, join(root, name), sizes)
}
