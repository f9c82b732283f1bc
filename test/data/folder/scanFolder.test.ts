import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { scanFolder } from '../../../src/data/folder/scanFolder.ts'
import { folderWith } from '../../support/folder.ts'

const scan = (folder: string) => {
  const steps = [...scanFolder(folder)]
  return {
    paths: steps.flatMap(({ files }) => files.map(({ path }) => path)).sort(),
    files: steps.flatMap(({ files }) => files),
    skipped: steps.at(-1)?.skipped,
    steps: steps.length,
  }
}
const nothing = { hidden: 0, otherFiles: 0, linkedFolders: 0, brokenLinks: 0, notFiles: 0, badNames: 0 }

describe('scanFolder', () => {
  test('finds images of every known extension, in any case, however deep', () => {
    const names = ['a.jpg', 'b.JPG', 'c.jpeg', 'd.Png', 'e.webp', 'f.gif', 'g.tif', 'h.tiff', 'x/y/z/i.avif']
    const folder = folderWith(Object.fromEntries(names.map((name) => [name, 'x'])))
    expect(scan(folder)).toMatchObject({ paths: names, skipped: nothing })
  })

  test('reports size and time of change, for empty files too', () => {
    const { files } = scan(folderWith({ 'empty.png': '', 'full.png': 'seven b' }))
    expect(files.map(({ path, size }) => [path, size]).sort()).toEqual([
      ['empty.png', 0],
      ['full.png', 7],
    ])
    expect(files.every(({ modified }) => Number.isInteger(modified) && modified > 1e12)).toBe(true)
  })

  test('passes over other files and hidden names, and counts them', () => {
    const folder = folderWith({
      'a.png': 'x',
      'notes.txt': 'x',
      jpg: 'x',
      '.hidden.png': 'x',
      '.cache/b.png': 'x',
      'a.png.bak': 'x',
    })
    expect(scan(folder)).toMatchObject({ paths: ['a.png'], skipped: { ...nothing, hidden: 2, otherFiles: 3 } })
  })

  test('follows links to files, and to folders directly below', () => {
    const other = folderWith({ 'deep/1.png': 'x', 'target.bin': 'x' })
    const folder = folderWith({ 'cat/1.png': 'x' })
    symlinkSync(join(other, 'target.bin'), join(folder, 'cat', 'link.png'))
    symlinkSync(join(other, 'deep'), join(folder, 'dog'))
    symlinkSync(join(other, 'deep'), join(folder, 'cat', 'deep'))
    symlinkSync(join(other, 'nothing.png'), join(folder, 'cat', 'broken.png'))
    expect(scan(folder)).toMatchObject({
      paths: ['cat/1.png', 'cat/link.png', 'dog/1.png'],
      skipped: { ...nothing, linkedFolders: 1, brokenLinks: 1 },
    })
  })

  test('does not follow links in circles', () => {
    const folder = folderWith({ 'cat/1.png': 'x' })
    symlinkSync(folder, join(folder, 'loop'))
    symlinkSync(join(folder, '..'), join(folder, 'above'))
    symlinkSync('self.png', join(folder, 'self.png'))
    expect(scan(folder)).toMatchObject({
      paths: ['cat/1.png'],
      skipped: { ...nothing, linkedFolders: 2, brokenLinks: 1 },
    })
  })

  test('does not wait for pipes that are named like images', () => {
    const folder = folderWith({ 'a.png': 'x' })
    execFileSync('mkfifo', [join(folder, 'pipe.png')])
    expect(scan(folder)).toMatchObject({ paths: ['a.png'], skipped: { ...nothing, notFiles: 1 } })
  })

  test('counts names that are not UTF-8', () => {
    const folder = folderWith({ 'ä.png': 'x' })
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xe4]), Buffer.from('.png')]), 'x')
    expect(scan(folder)).toMatchObject({ paths: ['ä.png'], skipped: { ...nothing, badNames: 1 } })
  })

  test('names the folder that cannot be read', () => {
    const folder = folderWith({})
    expect(() => scan(join(folder, 'missing'))).toThrow('ENOENT')
    mkdirSync(join(folder, 'sub'))
    expect(scan(folder)).toMatchObject({ paths: [], skipped: nothing })
  })

  test('yields large folders in pieces', () => {
    const folder = folderWith(Object.fromEntries(Array.from({ length: 2500 }, (_, i) => [`${i}.png`, ''])))
    expect(scan(folder)).toMatchObject({ steps: 3 })
    expect(scan(folder).paths.length).toBe(2500)
  })
})
