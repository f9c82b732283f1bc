import './jasmine.ts'
import '@tensorflow/tfjs-backend-cpu'
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util.js'
import { describeProblem, openOneDnn, registerOneDnn } from '../../../src/onednn/index.ts'

/** A library other than the installed one to run the suite against, such as a 3.x build. */
const library = process.env['ONEDNN_LIBRARY']
const opened = openOneDnn({ threads: 2, ...(library === undefined ? {} : { library }) })
if (opened._tag === 'Left') throw new Error(describeProblem(opened.left))

/** The backend under test with poisoned outputs; registered before the suite, which asks at import time what to run on. */
export const handle = registerOneDnn(opened.right)
handle.settings.poison = true
setTestEnvs([{ name: 'onednn', backendName: 'onednn', isDataSync: true }])
