import { array, flag, multioption, option, optional, positional, string } from 'cmd-ts'
import { backendNames, precisions } from '../../backend/backend.ts'
import { choice, count, number } from '../../codec/index.ts'
import { codecType } from './codecType.ts'

const whole = number({ min: 0, whole: true })

/** The seed of a run: any whole number that a double holds exactly. */
const seed = number({ min: 0, max: Number.MAX_SAFE_INTEGER, whole: true })

export const pipelineArgument = positional({
  type: string,
  displayName: 'FILE',
  description: 'a pipeline file, or the name of one that comes with Understudy (supervised, fix-match ...)',
})

export const setOption = multioption({
  type: array(string),
  long: 'set',
  description:
    'NAME=VALUE: another value for a parameter of the file, or at a path in it (models.student.optimizer.sgd.decay=0)',
})

export const ledgerOption = multioption({
  type: array(string),
  long: 'ledger',
  description:
    'NAME=FILE: labels to use instead of those that a phase would write into the ledger NAME; may occur several times',
})

export const backendOption = option({
  type: codecType(choice('auto', ...backendNames)),
  long: 'backend',
  defaultValue: () => 'auto' as const,
  defaultValueIsSerializable: true,
  description: 'the library for tensors; auto takes the first that works, and says why',
})

export const threadsOption = option({
  type: optional(codecType(count)),
  long: 'threads',
  description: 'threads of the tensor kernels; by default the backend decides',
})

export const precisionOption = option({
  type: codecType(choice(...precisions)),
  long: 'precision',
  defaultValue: () => 'float32' as const,
  defaultValueIsSerializable: true,
  description:
    'bfloat16 stores and multiplies images and their gradients in half the bits, and keeps parameters and losses in float32; it needs the backend onednn and a CPU with AVX-512 BF16 or AMX',
})

/** The machine's side of a run: no pipeline file mentions it. */
export const computeOptions = { backend: backendOption, threads: threadsOption, precision: precisionOption }

export const jsonFlag = flag({ long: 'json', description: 'print one JSON object per line, for other programs' })

/** The images of a run. */
export const dataOptions = {
  labelsPerClass: option({
    type: optional(codecType(count)),
    long: 'labels-per-class',
    description: 'how many labels per class the run may use, drawn by the seed; by default all',
  }),
  validationPerClass: option({
    type: optional(codecType(whole)),
    long: 'validation-per-class',
    description: 'labeled images per class to keep for the choice between models; by default as many as labels',
  }),
  unlabeled: option({
    type: optional(string),
    long: 'unlabeled',
    description: 'folder of unlabeled images, nested as you like; by default the rest of the labeled folder',
  }),
  test: option({
    type: optional(string),
    long: 'test',
    description: 'folder of test images: one folder for each class',
  }),
}

export const labeledOption = option({
  type: string,
  long: 'labeled',
  description: 'folder of labeled images: one folder for each class',
})

export const seedOption = option({
  type: codecType(seed),
  long: 'seed',
  description: 'decides every draw: labels, weights, order and augmentation',
})

export const modelOption = option({
  type: string,
  long: 'model',
  description: 'the folder of a run; its newest checkpoint counts, with averaged weights if there are any',
})
