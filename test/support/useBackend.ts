import * as E from 'fp-ts/lib/Either.js'
import { type BackendName, chooseBackend, defaultOptions } from '../../src/backend/index.ts'
import { render } from '../../src/prelude/render.ts'

/** Starts a backend for the tests of a file. A backend that cannot run fails the test with the reason. */
export const useBackend = async (name: BackendName): Promise<void> => {
  const started = await chooseBackend(name, defaultOptions)
  if (E.isLeft(started)) throw new Error(render(started.left))
}
