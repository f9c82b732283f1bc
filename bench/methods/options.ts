import { parseArgs } from 'node:util'
import { methods, settings } from './protocol.ts'
import type { Terms } from './terms.ts'

/** The options of the command line. */
export interface Options {
  readonly data: string
  readonly cifar: string | undefined
  readonly out: string
  readonly settings: readonly string[]
  readonly methods: readonly string[]
  readonly seeds: readonly number[]
  /** The number of runs at the same time. */
  readonly jobs: number
  readonly markdown: boolean
  /** The terms on the command line. The output folder supplies the others. */
  readonly terms: Partial<Terms>
}

const listed = (flag: string, text: string, known: readonly string[]): readonly string[] => {
  const names = text.split(',')
  const strange = names.filter((name) => !known.includes(name))
  if (strange.length > 0) throw new Error(`Expected ${known.join(', ')} at --${flag}, received ${strange.join(', ')}`)
  return known.filter((name) => names.includes(name))
}

const positive = (flag: string, text: string): number => {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`Expected a number above 0 at --${flag}, received ${text}`)
  return value
}

const wholes = (flag: string, text: string): readonly number[] =>
  text.split(',').map((part) => {
    const value = Number(part)
    if (/^\d+$/.test(part) && Number.isSafeInteger(value)) return value
    throw new Error(`Expected whole numbers from 0 on at --${flag}, received ${text}`)
  })

const count = (flag: string, text: string): number => {
  const value = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= 1) return value
  throw new Error(`Expected a whole number from 1 on at --${flag}, received ${text}`)
}

const clockOf = (text: string): Terms['clock'] => {
  if (text === 'wall' || text === 'processor') return text
  throw new Error(`Expected wall or processor at --clock, received ${text}`)
}

/** Reads the arguments. Fails with a message about a faulty one. */
export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string', default: 'data' },
      cifar: { type: 'string' },
      out: { type: 'string', default: 'bench-methods' },
      settings: { type: 'string', default: Object.keys(settings).join(',') },
      methods: { type: 'string', default: Object.keys(methods).join(',') },
      seeds: { type: 'string', default: '1,2,3' },
      seconds: { type: 'string' },
      jobs: { type: 'string', default: '1' },
      threads: { type: 'string' },
      clock: { type: 'string' },
      markdown: { type: 'boolean', default: false },
    },
  })
  const { data, cifar, out, markdown, seconds, threads, clock } = values
  return {
    data,
    cifar,
    out,
    settings: listed('settings', values.settings, Object.keys(settings)),
    methods: listed('methods', values.methods, Object.keys(methods)),
    seeds: [...new Set(wholes('seeds', values.seeds))],
    jobs: count('jobs', values.jobs),
    markdown,
    terms: {
      ...(seconds === undefined ? {} : { seconds: positive('seconds', seconds) }),
      ...(threads === undefined ? {} : { threads: count('threads', threads) }),
      ...(clock === undefined ? {} : { clock: clockOf(clock) }),
    },
  }
}
