import type koffi from 'koffi'
import { OneDnnFailure } from './oneDnnFailure.ts'

/** Versions of the C interface. */
export type Major = 2 | 3

/** A library as koffi loads it. */
export type Loaded = ReturnType<typeof koffi.load>

/** A C function. */
export type Call = (...values: readonly unknown[]) => number

/** The loaded library: functions by name, checked calls, and the engine and stream of every primitive. */
export interface Library {
  readonly major: Major
  readonly engine: number
  readonly stream: number
  /**
   * Binds a function by its name and the C types of its parameters.
   *
   * @param returned C type of the result; by default `int`, a status
   */
  readonly bind: (name: string, parameters: readonly string[], returned?: string) => Call
  /** Throws the failure of a status; does nothing for 0. */
  readonly check: (operation: string, status: number) => void
  /** Calls a function that writes an address through a pointer, and returns the address. */
  readonly create: (operation: string, call: (out: BigUint64Array) => number) => number
}

export const bindLibrary = (loaded: Loaded, major: Major): Library => {
  const bind: Library['bind'] = (name, parameters, returned = 'int') =>
    loaded.func(name, returned, [...parameters]) as unknown as Call // koffi types its functions as any
  const check: Library['check'] = (operation, status) => {
    if (status !== 0) throw new OneDnnFailure(operation, status)
  }
  const out = new BigUint64Array(1)
  const create: Library['create'] = (operation, call) => {
    check(operation, call(out))
    return Number(out[0]) // addresses stay below 2^53 on every supported system, so a number holds them
  }
  const engineCreate = bind('dnnl_engine_create', ['void *', 'int', 'size_t'])
  const streamCreate = bind('dnnl_stream_create', ['void *', 'uintptr_t', 'uint'])
  const engine = create('create a CPU engine', (out) => engineCreate(out, 1, 0))
  const stream = create('create a stream', (out) => streamCreate(out, engine, 1))
  return { major, engine, stream, bind, check, create }
}
