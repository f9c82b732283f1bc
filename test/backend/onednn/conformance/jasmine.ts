import { createRequire } from 'node:module'
import { resolve } from 'node:path'

interface Spec {
  readonly fullName: string
  readonly status: 'passed' | 'failed' | 'pending' | 'excluded'
  readonly failedExpectations: readonly { readonly message: string }[]
}

/** The part of jasmine-core in use here; the package ships no types. */
interface Environment {
  readonly configure: (settings: { random: boolean; forbidDuplicateNames: boolean }) => void
  readonly addReporter: (reporter: { specDone: (spec: Spec) => void }) => void
  readonly execute: () => Promise<unknown>
}

interface Jasmine {
  readonly installGlobals: (target: object) => void
  readonly getEnv: () => Environment
}

const load = createRequire(resolve('package.json'))
const core = load('jasmine-core') as { installGlobals: (target: object) => void }
core.installGlobals(globalThis)
const { jasmine } = globalThis as unknown as { jasmine: Jasmine } // the line before put it there

export const environment = jasmine.getEnv()
// The suite of tfjs uses the same name for several groups.
environment.configure({ random: false, forbidDuplicateNames: false })
