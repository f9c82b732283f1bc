// Covers src/cli/command/labels.ts, src/cli/command/labelsAudit.ts, src/cli/command/labelsDiff.ts.
// Covers src/cli/text/auditText.ts, src/cli/text/diffText.ts.
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { folderWith } from '../support/folder.ts'
import { buildProgram, type Program } from '../support/program.ts'

let program: Program

beforeAll(async () => {
  program = await buildProgram()
})
afterAll(() => program.remove())

const teacher = `{"ledger":1,"classes":["cat","dog"]}
{"file":"a/1.jpg","set":"unlabeled","label":"cat","confidence":0.75,"accepted":false,"probabilities":[0.75,0.25]}
{"file":"a/2.jpg","set":"unlabeled","label":"cat","confidence":0.5,"accepted":false,"probabilities":[0.5,0.5]}
{"file":"b/3.jpg","set":"unlabeled","label":"dog","confidence":1,"accepted":true,"probabilities":[0,1]}
`
const corrected = `{"file":"a/1.jpg","label":"cat"}
{"file":"a/2.jpg","label":"dog"}
{"file":"b/3.jpg","label":"dog","accepted":false}
{"file":"b/4.jpg","label":"dog"}
`

const files = () =>
  folderWith({
    'teacher.jsonl': teacher,
    'corrected.jsonl': corrected,
    'other.jsonl': '{"file":"c.jpg","label":"cat"}\n',
    'wrong.jsonl': '{"file":"a/1.jpg","lable":"cat"}\n',
    'truth/cat/1.jpg': '1',
    'truth/dog/2.jpg': '2',
    'truth/dog/3.jpg': '3',
  })

test('labels diff says what changed from one ledger to the other', async () => {
  const root = files()
  const args = ['labels', 'diff', join(root, 'teacher.jsonl'), join(root, 'corrected.jsonl')]
  expect(await program.run(args)).toEqual({
    status: 0,
    out: `images: 3 before, 4 after; 3 in both, 0 only before, 1 only after
changed: 1 of 3 labels (33.33 %)
accepted: 2 newly, 1 no longer
mean confidence: 75.00 % before, 100.00 % after

from   to  images
cat   dog       1

class  before  after  accepted before  accepted after
cat         2      1                0               1
dog         1      3                1               2
`,
    err: '',
  })
  const { status, out } = await program.run([...args, '--json'])
  expect(JSON.parse(out)).toMatchObject({
    event: 'result',
    images: { before: 3, after: 4, both: 3, onlyBefore: 0, onlyAfter: 1 },
    moves: [{ from: 'cat', to: 'dog', images: 1 }],
  })
  expect(status).toBe(0)
})

test('labels audit compares a ledger with class folders', async () => {
  const root = files()
  const args = ['labels', 'audit', join(root, 'corrected.jsonl'), '--truth', join(root, 'truth')]
  const { status, out, err } = await program.run(args)
  expect(out).toContain(`images: 4, 3 accepted and 1 rejected (coverage 75.00 %)
truth: 3 known, 1 missing, 0 ambiguous
precision 100.00 % of accepted labels, accuracy 100.00 % of all, calibration error 0.00 %

class  true  predicted  precision    recall  accepted  precision of accepted
cat       1          1   100.00 %  100.00 %         1               100.00 %
dog       2          2   100.00 %  100.00 %         1               100.00 %

confidence  images  precision  mean confidence
0.0 to 0.1       0          -                -
`)
  expect(out).toMatch(/\n0\.9 to 1\.0 {7}3 {3}100\.00 % {9}100\.00 %\n$/)
  expect({ status, err }).toEqual({ status: 0, err: '' })
  expect(JSON.parse((await program.run([...args, '--json'])).out)).toMatchObject({
    event: 'result',
    images: 4,
    precision: 1,
    classes: [{ class: 'cat' }, { class: 'dog' }],
  })
})

test('what is wrong with a ledger is said with file and line, and the status is 1', async () => {
  const root = files()
  const [good, other, wrong] = ['teacher', 'other', 'wrong'].map((name) => join(root, `${name}.jsonl`))
  const unfit = await program.run(['labels', 'diff', good!, other!])
  expect(unfit.err).toContain(`understudy: No image is in both ${good} (3) and ${other} (1). Compare ledgers`)
  const refused = await program.run(['labels', 'audit', wrong!, '--truth', join(root, 'truth')])
  expect(refused.err).toContain(`understudy: ${wrong}:1: Expected one of the keys file, set, label`)
  const usage = await program.run(['labels', 'audit', good!])
  expect([unfit.status, refused.status, usage.status]).toEqual([1, 1, 2])
})
