import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openAppendLog } from '../../../src/data/file/appendLog.ts'
import { messageOf, resultOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'

const open = (file: string) => {
  const records: unknown[] = []
  return { ...resultOf(openAppendLog(file, (record) => records.push(record))), records }
}

describe('appendLog', () => {
  test('appends, and passes on its records when it is opened again', () => {
    const file = join(folderWith({}), 'log.jsonl')
    const first = open(file)
    first.append({ a: 1 })
    first.append('größe\n')
    first.close()
    const second = open(file)
    second.append(3)
    second.close()
    expect(second.records).toEqual([{ a: 1 }, 'größe\n'])
    expect(readFileSync(file, 'utf8')).toBe('{"a":1}\n"größe\\n"\n3\n')
  })

  test('is cut back to an earlier size, and grows from there', () => {
    const file = join(folderWith({ 'log.jsonl': '1\n2\n3\n' }), 'log.jsonl')
    const records: unknown[] = []
    const log = resultOf(openAppendLog(file, (record) => records.push(record), 4))
    log.append(4)
    expect([records, log.size()]).toEqual([[1, 2], 6])
    log.close()
    expect(readFileSync(file, 'utf8')).toBe('1\n2\n4\n')
  })

  test('says which line is damaged', () => {
    const file = join(folderWith({ 'log.jsonl': '1\n{broken\n3\n' }), 'log.jsonl')
    expect(messageOf(openAppendLog(file, () => {}))).toBe(
      `${file} is damaged: line 2 is not JSON. Restore it from a backup or start a new run`,
    )
    expect(readFileSync(file, 'utf8')).toBe('1\n{broken\n3\n')
  })

  test('says why it cannot be opened', () => {
    const folder = folderWith({ file: 'x' })
    expect(messageOf(openAppendLog(join(folder, 'file', 'log'), () => {}))).toBe(
      `Could not open ${folder}/file/log (${folder}/file/log): it is not a folder`,
    )
  })
})

describe('laws', () => {
  test('cut at any byte, it holds every whole line, and goes on from there', () => {
    const file = join(folderWith({}), 'log.jsonl')
    const records = Array.from({ length: 30 }, (_, i) => ({ i, text: 'ä'.repeat(i) }))
    const text = Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length }), (cut) => {
        writeFileSync(file, text.subarray(0, cut))
        const log = open(file)
        const whole = log.records.length
        records.slice(whole).forEach(log.append)
        log.close()
        return (
          whole === text.subarray(0, cut).toString('latin1').split('\n').length - 1 && readFileSync(file).equals(text)
        )
      }),
      { seed: 30, numRuns: 200 },
    )
  })

  test('lines longer than a read', () => {
    const file = join(folderWith({ 'log.jsonl': `"${'x'.repeat(200_000)}"\n2\n` }), 'log.jsonl')
    appendFileSync(file, `"${'y'.repeat(100_000)}`)
    const log = open(file)
    log.close()
    expect(log.records).toEqual(['x'.repeat(200_000), 2])
    expect(readFileSync(file).length).toBe(200_005)
  })
})
