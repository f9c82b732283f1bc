import { command, flag, option, optional, string } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import { probability } from '../../codec/index.ts'
import { builtIn } from '../../kind/registry.ts'
import { labelImages } from '../../run/trained/labelImages.ts'
import { openModel } from '../../run/trained/openModel.ts'
import { codecType } from '../options/codecType.ts'
import { computeOptions, jsonFlag, modelOption } from '../options/options.ts'
import { exitCode } from '../process/exitCode.ts'
import { fail } from '../process/fail.ts'
import { choiceText, startBackend } from '../process/startBackend.ts'
import { stopSignal } from '../process/stopSignal.ts'
import { chooseOutput } from '../watch/chooseOutput.ts'

/** `understudy label`: labels the images of a folder with a trained model. */
export const labelCommand = command({
  name: 'label',
  description: 'Label the images of a folder of any size with a trained model: one JSON object per line.',
  args: {
    model: modelOption,
    images: option({ type: string, long: 'images', description: 'folder of images, nested as you like' }),
    out: option({
      type: string,
      long: 'out',
      description:
        'the ledger to write: the class names, then file, label, confidence, accepted and probabilities of each image',
    }),
    atLeast: option({
      type: codecType(probability),
      long: 'at-least',
      defaultValue: () => 0,
      defaultValueIsSerializable: true,
      description: 'the least confidence of an accepted label',
    }),
    views: option({
      type: optional(string),
      long: 'views',
      description: 'average over views that the pipeline of the run names in evaluate.views, such as rotations',
    }),
    resume: flag({ long: 'resume', description: 'continue where the same command stopped' }),
    ...computeOptions,
    json: jsonFlag,
  },
  handler: async ({ model: root, images, out, atLeast, views, resume, json, ...compute }) => {
    const started = await startBackend(compute)
    if (E.isLeft(started)) return fail([started.left])
    const model = await openModel(root, builtIn)
    if (E.isLeft(model)) return fail(model.left)
    const output = chooseOutput({ json })
    const signal = stopSignal(() => output.note('Finishing the batch; press Ctrl-C again to quit at once'))
    output.note(choiceText(started.right.choice))
    let watch: ReturnType<typeof output.scan> | undefined
    try {
      const labeled = await labelImages({
        model: model.right,
        images,
        out,
        resume,
        atLeast,
        views: views ?? null,
        onIndex: () => undefined,
        onProgress: (done, total, load) => {
          watch ??= output.scan('label', total)
          watch(done, load)
        },
        onFailure: () => undefined,
        signal: signal.signal,
      })
      output.close()
      if (E.isLeft(labeled)) return fail([labeled.left])
      const { images: total, written, accepted, quarantined, counts, interrupted } = labeled.right
      const unused = quarantined === 0 ? '' : `; ${quarantined} could not be used, see ${out}.quarantine.jsonl`
      output.result(
        `${written} of ${total} images labeled, ${accepted} of them accepted, in ${out}${unused}\n` +
          `at most ${counts.highWater} of ${counts.budget} images were in flight`,
        { ...labeled.right, out },
      )
      if (!interrupted) return
      output.note('Stopped; go on with the same command and --resume')
      process.exitCode = exitCode.interrupted
    } finally {
      output.close()
      signal.release()
    }
  },
})
