import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { openLedger } from '../../../src/data/ledger/openLedger.ts'
import { encode } from '../../../src/image/encode.ts'
import { pixels } from '../../../src/image/raster.ts'
import { builtIn } from '../../../src/kind/registry.ts'
import type { Weights } from '../../../src/kind/step/world.ts'
import { modelParts } from '../../../src/pipeline/plan/modelParts.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { render } from '../../../src/prelude/render.ts'
import { checkpointsOf, readCheckpoint } from '../../../src/run/folder/checkpoint.ts'
import { runFolder } from '../../../src/run/folder/runFolder.ts'
import { imagesOfLedger } from '../../../src/run/sets/imagesOfLedger.ts'
import { openSets } from '../../../src/run/sets/openSets.ts'
import type { Watch } from '../../../src/run/train/event.ts'
import type { RunResult } from '../../../src/run/train/runPipeline.ts'
import { labelImages } from '../../../src/run/trained/labelImages.ts'
import { openModel } from '../../../src/run/trained/openModel.ts'
import { below, keptNumbers, type Numbers } from '../../support/checkpoints.ts'
import { resultOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'
import { tinyFolder } from '../../support/images.ts'
import { ledgerRun, messagesOf, phasesOf, rowsIn, rowsOf } from '../../support/ledgerRun.ts'
import { textOf } from '../../support/pipelines.ts'
import { lastTensors, metricsOf, type RunOf, runOf } from '../../support/run.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

/** A new folder of pictures between those of the two classes, of which nobody can be equally sure. */
const grays = async (): Promise<string> => {
  const encodePng = encode({ format: 'png' })
  const values = Array.from({ length: 24 }, (_, i) => 60 + 6 * i)
  const files = values.map(async (value) => [`${value}.png`, await encodePng(pixels(9, 9, 3, () => value))] as const)
  return folderWith(Object.fromEntries(await Promise.all(files)))
}

describe('generations', () => {
  const noisy = () => ledgerRun('noisy-student', 'generations=2', 'threshold=0')

  test('leave a ledger each', async () => {
    const result = await runOf(await noisy())
    expect(readdirSync(result.folder.ledger).sort()).toEqual(['labels-1.jsonl', 'labels-2.jsonl', 'labels-3.jsonl'])
    expect(phasesOf(result)).toEqual(['teacher', 'label', 'student-1', 'relabel-1', 'student-2', 'relabel-2'])
    const files = (ledger: string) => rowsOf(result, ledger).map(({ file }) => file)
    expect(files('labels-2')).toEqual(files('labels-1'))
    expect(rowsOf(result, 'labels-2')).not.toEqual(rowsOf(result, 'labels-1'))
  })

  test('are labeled by the averaged weights of the teacher, then of the student before, and not by the raw ones', async () => {
    const run = await ledgerRun('noisy-student', 'generations=1', 'threshold=0')
    const result = await runOf(run)
    const opened = await openModel(run.out, builtIn)
    if (E.isLeft(opened)) throw new Error(opened.left.map(render).join('\n'))
    const checkpoint = resultOf(await readCheckpoint(result.folder.checkpoints))!
    const parts = modelParts(opened.right.plan)
    const saidBy = async (model: string, weights: Weights) => {
      const out = join(folderWith({}), 'asked.jsonl')
      await labelImages({
        model: {
          ...opened.right,
          network: parts[model]!.network,
          state: checkpoint.world.models[model]!,
          weights: [weights],
        },
        images: run.unlabeled!,
        out,
        resume: false,
        atLeast: 0,
        views: null,
        onProgress: () => {},
        onIndex: () => {},
        onFailure: () => {},
        signal: new AbortController().signal,
      })
      return said(rowsIn(out))
    }
    const said = (rows: readonly Readonly<Record<string, unknown>>[]) =>
      rows.map(({ file, probabilities }) => [
        file,
        ...(probabilities as readonly number[]).map((value) => Number(value.toFixed(5))),
      ])
    const [byTeacher, byStudent] = ['labels-1', 'labels-2'].map((ledger) => said(rowsOf(result, ledger)))
    expect(await saidBy('teacher', 'average')).toEqual(byTeacher)
    expect(await saidBy('teacher', 'raw')).not.toEqual(byTeacher)
    expect(await saidBy('student', 'average')).toEqual(byStudent)
    expect(await saidBy('student', 'raw')).not.toEqual(byStudent)
  })

  test('accept what they are sure enough of, and hand on nothing else', async () => {
    const sure = ['threshold=0.6', 'teacherSteps=8', 'steps=8', 'rate=0.3']
    const run = { ...(await ledgerRun('noisy-student', 'generations=1', ...sure)), unlabeled: await grays() }
    const result = await runOf(run)
    const sets = resultOf(
      await openSets({
        ...{ labeled: run.labeled, unlabeled: run.unlabeled!, test: null, labelsPerClass: 2, validationPerClass: 0 },
        ...{ key: keyOf(1), folder: runFolder(join(folderWith({}), 'sets')), resumed: false, onProgress: () => {} },
      }),
    )
    onTestFinished(() => {
      for (const { close } of Object.values(sets.indexes)) close()
    })
    for (const name of ['labels-1', 'labels-2']) {
      const rows = rowsOf(result, name)
      expect(rows.map(({ accepted }) => accepted)).toEqual(rows.map(({ confidence }) => Number(confidence) >= 0.6))
      expect(new Set(rows.map(({ accepted }) => accepted))).toEqual(new Set([true, false]))
      const ledger = resultOf(openLedger(join(result.folder.ledger, `${name}.jsonl`)))
      const images = resultOf(imagesOfLedger(ledger, { ...sets, labeled: sets.sets.labeled }, { labeledToo: false }))
      const confidences = Array.from({ length: images.length }, (_, i) => images.at(keyOf(1), i).confidence)
      ledger.close()
      expect(confidences).toEqual(rows.map(({ confidence }) => confidence).filter((share) => Number(share) >= 0.6))
    }
  })

  describe('whose labels weigh nothing', () => {
    /** The labeled images pass alone, so that batch norm does not see the others. */
    const apart = '[{ on: [labeled.strong] }, { on: [pseudoLabeled.strong], statistics: keep }]'
    const alone = ['generations=1', `flows.student.1.update.passes=${apart}`]

    const mine = (label: string): string => {
      const rows = [0, 1, 2, 3].map((i) => JSON.stringify({ file: `dark/${i}.png`, label }))
      return join(folderWith({ 'mine.jsonl': rows.join('\n') }), 'mine.jsonl')
    }

    test('learn nothing from them: with others the student is the same', async () => {
      const run = await ledgerRun('noisy-student', ...alone, 'unlabeledWeight=0')
      const tensorsWith = async (label: string): Promise<string> =>
        lastTensors(await runOf({ ...run, out: join(folderWith({}), 'run'), ledgers: { labels: mine(label) } }))
      expect(await tensorsWith('light')).toBe(await tensorsWith('dark'))
    })

    /** The student's phase of the file without pseudo-labels, under the same names. */
    const supervised = (): string => {
      const { params, policies, models, flows, phases, evaluate } = parse(textOf('pipelines/noisy-student.yaml'))
      const [, { update }, average] = flows.student
      const { supervised: term } = update.loss
      const file = {
        name: 'supervised',
        policies: { strong: policies.strong },
        models: { student: models.student },
        flows: {
          labeled: flows.labeled,
          student: [{ zip: ['labeled'] }, { update: { model: 'student', loss: { supervised: term } } }, average],
        },
        phases: [{ ...phases.find(({ name }: { readonly name: string }) => name === 'student'), name: 'student-1' }],
        evaluate,
      }
      const used = Object.entries(params).filter(([name]) => JSON.stringify(file).includes(`"$${name}"`))
      return stringify({ ...file, params: Object.fromEntries(used) })
    }

    test('law: mu = 0 reproduces supervised training to the bit, batch norm statistics and average too', async () => {
      const noisy = 'models.student.network={ smallConv: { channels: [4], dropout: 0.2 } }'
      const run = await ledgerRun('noisy-student', ...alone, noisy)
      const studentOf = async (more: Partial<RunOf>): Promise<Numbers> => {
        const result = await runOf({ ...run, ...more, out: join(folderWith({}), 'run') })
        return below('models/student/', (await keptNumbers(result)).at(-1)!)
      }
      const student = await studentOf({
        text: supervised(),
        settings: ['size=8', 'batch=2', 'steps=3', 'every=2', noisy],
      })
      const weighed = (weight: number) =>
        studentOf({ ledgers: { labels: mine('light') }, settings: [...run.settings!, `unlabeledWeight=${weight}`] })
      expect(Object.keys(student).length).toBeGreaterThan(10)
      expect(await weighed(0)).toEqual(student)
      expect(await weighed(1)).not.toEqual(student)
    })
  })

  test('are gone on with from any checkpoint as if nothing had happened', async () => {
    const run = await noisy()
    const unbroken = await runOf(run)
    const wanted = await lastTensors(unbroken)
    const ledgers = ['labels-1', 'labels-2', 'labels-3'].map((name) => rowsOf(unbroken, name))
    const [older, newest] = await checkpointsOf(unbroken.folder.checkpoints)
    rmSync(join(unbroken.folder.checkpoints, newest!), { recursive: true })
    const resumed = await runOf({ ...run, existing: 'resume' })
    expect(older).not.toBe(newest)
    expect(await lastTensors(resumed)).toBe(wanted)
    expect(['labels-1', 'labels-2', 'labels-3'].map((name) => rowsOf(resumed, name))).toEqual(ledgers)
  })

  test('are gone on with from inside any phase as if nothing had happened', async () => {
    const run = await noisy()
    const ledgersOf = (result: RunResult) =>
      ['labels-1', 'labels-2', 'labels-3'].map((name) =>
        readFileSync(join(result.folder.ledger, `${name}.jsonl`), 'utf8'),
      )
    const unbroken = await runOf(run)
    const wanted = [await lastTensors(unbroken), ...ledgersOf(unbroken)]
    for (const left of ['label', 'student-1', 'relabel-1', 'student-2']) {
      const again = { ...run, out: join(folderWith({}), 'run') }
      const stop = new AbortController()
      const watch: Watch = (event) => {
        if (event.kind === 'phase' && event.phase === left) stop.abort()
      }
      const stopped = await runOf({ ...again, watch, signal: stop.signal })
      expect([left, stopped.trained.interrupted, phasesOf(stopped).at(-1)]).toEqual([left, true, left])
      const resumed = await runOf({ ...again, existing: 'resume' })
      expect([left, await lastTensors(resumed), ...ledgersOf(resumed)]).toEqual([left, ...wanted])
    }
  }, 120_000)

  describe('begin', () => {
    /** Six validation images of each class, and what the run says of its phases. */
    const held = async (...settings: readonly string[]): Promise<RunOf> => ({
      ...(await ledgerRun('noisy-student', 'generations=1', 'threshold=0', ...settings)),
      ...{ labeled: await tinyFolder(12), labelsPerClass: 6, validationPerClass: 6, seed: 2 },
    })

    test('under a teacher and a student who do better than chance, and the run notes by how much', async () => {
      const result = await runOf(await held('teacherSteps=12', 'steps=12', 'rate=0.3', 'every=12'))
      const noted = metricsOf(result).flatMap(({ step, precondition }) =>
        precondition === undefined ? [] : [[step, precondition]],
      )
      const bar = 0.5 + 2 * Math.sqrt(0.25 / 12)
      expect(noted).toEqual([
        [12, { phase: 'label', model: 'teacher', validation: 1, bar }],
        [12 + 3 + 12, { phase: 'relabel-1', model: 'student', validation: 1, bar }],
      ])
    })

    test('under any where nobody can know, with a warning before each', async () => {
      const warnings: string[] = []
      const watch: Watch = (event) => {
        if (event.kind === 'warning') warnings.push(event.text)
      }
      await runOf({ ...(await ledgerRun('noisy-student', 'generations=1', 'threshold=0')), watch })
      expect(warnings.filter((text) => text.includes('chance'))).toEqual([
        'label: there are no validation images, so nothing says whether teacher is above chance',
        'relabel-1: there are no validation images, so nothing says whether student is above chance',
      ])
    })

    test('never under a teacher who only guesses', async () => {
      const messages = await messagesOf(await held('rate=0'))
      expect(messages).toHaveLength(1)
      expect(messages[0]).toMatch(
        /^The phase label does not begin: teacher is right on \d+\.0 % of the validation images, and only above 78\.9 % would be more than chance\./,
      )
    })
  })
})
