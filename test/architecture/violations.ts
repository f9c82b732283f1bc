import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'

/** Folders of src, in the order in which they may build on each other: each imports only from those before it. */
export const layers = [
  'prelude',
  'codec',
  'stream',
  'image',
  'data',
  'augment',
  'tensor',
  'backend',
  'kind',
  'pipeline',
  'run',
  'page',
  'cli',
  'testing',
] as const

/** Where each foreign library may be used: fp-ts and the modules of Node everywhere, tensors from `tensor` on. */
const homes: Readonly<Record<string, readonly string[]>> = {
  '@tensorflow/tfjs-core': layers.slice(layers.indexOf('tensor')),
  '@tensorflow/tfjs-backend-cpu': ['backend'],
  '@tensorflow/tfjs-backend-wasm': ['backend'],
  '@tensorflow/tfjs-node-gpu': ['backend'],
  'cli-progress': ['cli'],
  'cmd-ts': ['cli'],
  'fast-check': ['testing'],
  'fp-ts': layers,
  // Outside codec it names the types of parameters (`t.TypeOf`), and makes the codecs that only one folder needs.
  'io-ts': ['codec', 'image', 'kind', 'pipeline'],
  koffi: ['backend'],
  rxjs: ['stream', 'pipeline', 'run'],
  sharp: ['image'],
  'tar-stream': ['data'],
  yaml: ['pipeline', 'run'],
}

/** What would make a run depend on more than pipeline, data and seed. */
const forbidden = [/\bMath\.random\b/, /\bDate\.now\b/, /\bnew Date\b/, /\bperformance\.now\b/, /\bprocess\.hrtime\b/]

const withoutComments = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')

const importsOf = (text: string): readonly string[] =>
  [...text.matchAll(/(?:^import|[\s}]from|\bimport\() ?'([^'\s]+)'/gm)].map(([, name]) => name!)

const filesIn = (root: string): readonly string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.c?ts$/.test(name))
    .sort()

const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')

const folderOf = (path: string): string | undefined => (path.includes('/') ? path.split('/')[0] : undefined)

const rankOf = (folder: string): number => (layers as readonly string[]).indexOf(folder)

/**
 * Finds imports from a later layer, libraries away from their home, and uses of chance or of the clock.
 *
 * Only `cli` may use chance and the clock.
 */
export const violations = (root: string): readonly string[] =>
  filesIn(root).flatMap((file) => {
    const folder = folderOf(file)
    const text = withoutComments(readFileSync(join(root, file), 'utf8'))
    // A file at the top only gathers what the folders export.
    if (folder === undefined) return []
    if (rankOf(folder) < 0) return [`${file}: ${folder} is not a layer`]
    const imports = importsOf(text).flatMap((name) => {
      if (name.startsWith('node:')) return []
      if (!name.startsWith('.')) {
        const home = homes[packageOf(name)]
        return home?.includes(folder) === true ? [] : [`${file}: ${packageOf(name)} is not used in ${folder}`]
      }
      const target = relative(root, normalize(join(root, dirname(file), name)))
      const to = folderOf(target)
      if (to === folder) return []
      return to !== undefined && rankOf(to) >= 0 && rankOf(to) < rankOf(folder) ? [] : [`${file}: imports ${target}`]
    })
    const ambient = folder === 'cli' ? [] : forbidden.filter((word) => word.test(text))
    return [...imports, ...ambient.map((word) => `${file}: uses ${word.source.replaceAll(/\\[bs]?/g, '')}`)]
  })
