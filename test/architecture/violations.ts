import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'

/** Rooms of src, in the order in which they may build on each other: each imports only from those before it. */
export const rooms = [
  'prelude',
  'codec',
  'stream',
  'image',
  'data',
  'augment',
  'tensor',
  'backend/onednn',
  'backend',
  'kind/field',
  'kind/network',
  'kind/schedule',
  'kind/optimizer',
  'kind/loss',
  'kind/transform',
  'kind/source',
  'kind/order',
  'kind/stage',
  'kind/join',
  'kind/step',
  'kind',
  'pipeline/spec',
  'pipeline/plan',
  'pipeline/check',
  'pipeline/show',
  'pipeline/read',
  'run/stream',
  'run/score',
  'run/folder',
  'run/sets',
  'run/train',
  'run/trained',
  'page',
  'cli',
  'testing',
] as const

/** Rooms from one room on. */
const from = (room: (typeof rooms)[number]): readonly string[] => rooms.slice(rooms.indexOf(room))

/** Where each foreign library may be used: fp-ts and the modules of Node everywhere, tensors from `tensor` on. */
const homes: Readonly<Record<string, readonly string[]>> = {
  '@tensorflow/tfjs-core': from('tensor'),
  '@tensorflow/tfjs-backend-cpu': ['backend'],
  '@tensorflow/tfjs-backend-wasm': ['backend'],
  '@tensorflow/tfjs-node-gpu': ['backend'],
  'cli-progress': ['cli'],
  'cmd-ts': ['cli'],
  'fast-check': ['testing'],
  'fp-ts': rooms,
  // Outside codec it names the types of parameters (`t.TypeOf`) and makes codecs that only one room needs.
  'io-ts': ['codec', 'image', 'kind', 'pipeline', 'run/folder'],
  koffi: ['backend/onednn'],
  rxjs: ['stream', 'run', 'cli'],
  sharp: ['image'],
  'tar-stream': ['data'],
  yaml: ['pipeline/read', 'pipeline/show'],
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

/** The room of a file: the longest name of a room that its path begins with. */
const roomOf = (path: string): string | undefined =>
  [...rooms].sort((a, b) => b.length - a.length).find((room) => path.startsWith(`${room}/`))

const rankOf = (room: string): number => (rooms as readonly string[]).indexOf(room)

const isHome = (homes: readonly string[], room: string): boolean =>
  homes.some((home) => room === home || room.startsWith(`${home}/`))

/**
 * Finds imports from a later room, libraries away from their home, and uses of chance or of the clock.
 *
 * Only `cli` may use chance and the clock.
 */
export const violations = (root: string): readonly string[] =>
  filesIn(root).flatMap((file) => {
    const text = withoutComments(readFileSync(join(root, file), 'utf8'))
    // A file at the top is a door: it only gathers what the rooms export.
    if (!file.includes('/')) return []
    const room = roomOf(file)
    if (room === undefined) return [`${file}: ${file.split('/')[0]} is not a room`]
    const imports = importsOf(text).flatMap((name) => {
      if (name.startsWith('node:')) return []
      if (!name.startsWith('.')) {
        return isHome(homes[packageOf(name)] ?? [], room) ? [] : [`${file}: ${packageOf(name)} is not used in ${room}`]
      }
      const target = relative(root, normalize(join(root, dirname(file), name)))
      const to = roomOf(target)
      if (to === room) return []
      return to !== undefined && rankOf(to) < rankOf(room) ? [] : [`${file}: imports ${target}`]
    })
    const ambient = room === 'cli' ? [] : forbidden.filter((word) => word.test(text))
    return [...imports, ...ambient.map((word) => `${file}: uses ${word.source.replaceAll(/\\[bs]?/g, '')}`)]
  })
