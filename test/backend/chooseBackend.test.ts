// Covers src/backend/backend.ts, src/backend/cpuBackend.ts.
// Covers src/backend/wasmBackend.ts, src/backend/index.ts.
import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { type Backend, type BackendName, backendNames, chooseBackend, defaultOptions } from '../../src/backend/index.ts'
import { runError } from '../../src/prelude/errors.ts'
import { available } from '../support/available.ts'

const works = (name: BackendName, started: BackendName[], preferred = true): Backend => ({
  name,
  probe: async () => E.right({ library: `library of ${name}`, device: `device of ${name}`, preferred }),
  start: async () => {
    started.push(name)
    return E.right(undefined)
  },
})

const absent = (name: BackendName): Backend => ({
  name,
  probe: async () => E.left(runError(`no ${name} here`, `install ${name}`)),
  start: async () => E.left(runError('unreachable')),
})

describe('chooseBackend', () => {
  test('takes the first that works, and names those that it passed over', async () => {
    const started: BackendName[] = []
    const known = {
      tensorflow: absent('tensorflow'),
      onednn: works('onednn', started),
      wasm: works('wasm', started),
      cpu: works('cpu', started),
    }
    expect(await chooseBackend('auto', defaultOptions, known)).toEqual(
      E.right({
        name: 'onednn',
        description: { library: 'library of onednn', device: 'device of onednn', preferred: true },
        why: 'passed over tensorflow: no tensorflow here. install tensorflow',
      }),
    )
    expect(started).toEqual(['onednn'])
  })

  test('passes over a tensorflow without a GPU, but takes it by name', async () => {
    const started: BackendName[] = []
    const known = {
      tensorflow: works('tensorflow', started, false),
      onednn: absent('onednn'),
      wasm: works('wasm', started),
      cpu: works('cpu', started),
    }
    const auto = await chooseBackend('auto', defaultOptions, known)
    const named = await chooseBackend('tensorflow', defaultOptions, known)
    expect(started).toEqual(['wasm', 'tensorflow'])
    expect(auto).toMatchObject({
      right: {
        why: 'passed over tensorflow: works, but on device of tensorflow; onednn: no onednn here. install onednn',
      },
    })
    expect(named).toMatchObject({ right: { why: 'asked for by name' } })
  })

  test('starts no other backend in place of a named one', async () => {
    const started: BackendName[] = []
    const known = {
      tensorflow: works('tensorflow', started),
      onednn: absent('onednn'),
      wasm: works('wasm', started),
      cpu: works('cpu', started),
    }
    expect(await chooseBackend('onednn', defaultOptions, known)).toEqual(
      E.left(runError('The backend onednn cannot run: no onednn here', 'install onednn')),
    )
    expect(started).toEqual([])
  })

  test('fails if nothing works', async () => {
    const known = {
      tensorflow: absent('tensorflow'),
      onednn: absent('onednn'),
      wasm: absent('wasm'),
      cpu: absent('cpu'),
    }
    const chosen = await chooseBackend('auto', defaultOptions, known)
    expect(E.isLeft(chosen) && chosen.left.reason).toBe(
      `No tensor backend works here: ${backendNames.map((name) => `${name}: no ${name} here. install ${name}`).join('; ')}`,
    )
  })

  test.each(available)('starts %s, which then computes', async (name) => {
    const chosen = await chooseBackend(name, defaultOptions)
    expect(chosen).toMatchObject({ right: { name } })
    expect(tf.getBackend()).toBe(name)
    expect(tf.tidy(() => [...tf.mul(tf.tensor1d([1, 2]), 3).dataSync()])).toEqual([3, 6])
  })

  test.each(['cpu', 'wasm', 'tensorflow'] as const)('refuses bfloat16 on %s', async (name) => {
    const { backends } = await import('../../src/backend/index.ts')
    expect(await backends[name].start({ threads: null, precision: 'bfloat16' })).toEqual(
      E.left(
        runError(
          `The backend ${name} computes in float32 only`,
          'Use precision float32, or the backend onednn for bfloat16',
        ),
      ),
    )
  })
})
