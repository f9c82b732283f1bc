import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command, option, string } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import { builtIn } from '../../kind/registry.ts'
import { render } from '../../prelude/render.ts'
import type { Way } from '../../run/score/evaluation.ts'
import { openModel } from '../../run/trained/openModel.ts'
import { scoreFolder } from '../../run/trained/scoreFolder.ts'
import { computeOptions, jsonFlag, modelOption } from '../options/options.ts'
import { fail } from '../process/fail.ts'
import { choiceText, startBackend } from '../process/startBackend.ts'
import { scoreData, scoreText } from '../text/scoreText.ts'
import { chooseOutput } from '../watch/chooseOutput.ts'

const wayText = ({ weights, views }: Way): string =>
  views === null ? `${weights} weights` : `${weights} weights, mean over ${views}`

/** `understudy evaluate`: the quality of a trained model on labeled images. */
export const evaluateCommand = command({
  name: 'evaluate',
  description: 'Measure a trained model on labeled images: accuracy, by class, confusion, calibration error.',
  args: {
    model: modelOption,
    images: option({ type: string, long: 'images', description: 'folder of images: one folder for each class' }),
    ...computeOptions,
    json: jsonFlag,
  },
  handler: async ({ model: root, images, json, ...compute }) => {
    const started = await startBackend(compute)
    if (E.isLeft(started)) return fail([started.left])
    const model = await openModel(root, builtIn)
    if (E.isLeft(model)) return fail(model.left)
    const output = chooseOutput({ json })
    output.note(choiceText(started.right.choice))
    const cache = mkdtempSync(join(tmpdir(), 'understudy-'))
    try {
      const scores = await scoreFolder({
        model: model.right,
        images,
        cache: join(cache, 'index'),
        onFailure: (failure) => output.note(`Not counted: ${render(failure)}`),
      })
      if (E.isLeft(scores)) return fail([scores.left])
      const { classes, steps } = model.right
      output.result(scores.right.map((one) => `${wayText(one)}: ${scoreText(one.score, classes)}`).join('\n\n'), {
        steps,
        classes,
        scores: scores.right.map(({ weights, views, score }) => ({ weights, views, ...scoreData(score, classes) })),
      })
    } finally {
      output.close()
      rmSync(cache, { recursive: true, force: true })
    }
  },
})
