import { expect, test } from 'vitest'
import { readOptions } from '../../../bench/methods/options.ts'
import { methods, settings } from '../../../bench/methods/protocol.ts'

test('defaults: all settings and methods, three seeds, one job, a budget that the folder decides', () =>
  expect(readOptions([])).toEqual({
    data: 'data',
    cifar: undefined,
    out: 'bench-methods',
    settings: ['fashion-40', 'fashion-250', 'cifar-250'],
    methods: Object.keys(methods),
    seeds: [1, 2, 3],
    jobs: 1,
    markdown: false,
    terms: {},
  }))

test('what is given stands; names come in the order of the protocol, seeds once each', () =>
  expect(
    readOptions([
      ...[
        '--data',
        'd',
        '--cifar',
        'c',
        '--out',
        'o',
        '--settings',
        'cifar-250,fashion-40',
        '--methods',
        'vat,supervised',
      ],
      ...['--seeds', '7,0,7', '--jobs', '2', '--markdown', '--seconds', '0.5', '--threads', '4', '--clock', 'wall'],
    ]),
  ).toEqual({
    data: 'd',
    cifar: 'c',
    out: 'o',
    settings: ['fashion-40', 'cifar-250'],
    methods: ['supervised', 'vat'],
    seeds: [7, 0],
    jobs: 2,
    markdown: true,
    terms: { seconds: 0.5, threads: 4, clock: 'wall' },
  }))

test.each([
  ['--methods', 'vat,mixmatch', `Expected ${Object.keys(methods).join(', ')} at --methods, received mixmatch`],
  ['--settings', 'a,fashion-40,b', `Expected ${Object.keys(settings).join(', ')} at --settings, received a, b`],
  ['--seeds', '1,-2', 'Expected whole numbers from 0 on at --seeds, received 1,-2'],
  ['--seeds', '', 'Expected whole numbers from 0 on at --seeds, received '],
  ['--jobs', '0', 'Expected a whole number from 1 on at --jobs, received 0'],
  ['--jobs', '2,3', 'Expected a whole number from 1 on at --jobs, received 2,3'],
  ['--threads', '1.5', 'Expected a whole number from 1 on at --threads, received 1.5'],
  ['--seconds', '0', 'Expected a number above 0 at --seconds, received 0'],
  ['--seconds', 'long', 'Expected a number above 0 at --seconds, received long'],
  ['--clock', 'sun', 'Expected wall or processor at --clock, received sun'],
])('%s %s is refused', (flag, text, message) =>
  expect(() => readOptions([`${flag}=${text}`])).toThrow(new Error(message)),
)

test('a flag that nobody knows is refused by its name', () =>
  expect(() => readOptions(['--method', 'vat'])).toThrow("Unknown option '--method'"))
