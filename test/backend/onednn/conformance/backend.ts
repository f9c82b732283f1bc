import './jasmine.ts'
import '@tensorflow/tfjs-backend-cpu'
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util.js'
import { describeProblem, openOneDnn, registerOneDnn } from '../../../../src/backend/onednn/index.ts'

const opened = openOneDnn({ threads: 2 })
if (opened._tag === 'Left') throw new Error(describeProblem(opened.left))

/**
 * The backend under test, with poisoned outputs. Registered first: the suite asks for its backend at import.
 */
export const handle = registerOneDnn(opened.right)
handle.settings.poison = true
setTestEnvs([{ name: 'onednn', backendName: 'onednn', isDataSync: true }])
