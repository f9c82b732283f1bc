import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { complaintsIn, textOf } from '../../support/pipelines.ts'

const folder = 'fixtures/pipelines/invalid'
const files = readdirSync(folder).map((name) => `${folder}/${name}`)

/** Each file says in the comments at its top what is wrong with it, and where; before that, what the command line says. */
const header = (text: string): readonly string[] => {
  const lines = text.split('\n')
  const end = lines.findIndex((line) => !line.startsWith('# '))
  return lines.slice(0, end).map((line) => line.slice(2))
}

const isFlag = (line: string): boolean => line.startsWith('--set ') || line.startsWith('classes ')

test.each(files)('%s has exactly the mistakes that it tells', (file) => {
  const text = textOf(file)
  const told = header(text)
  const expected = told.filter((line) => !isFlag(line)).map((line) => line.replace(/^\d+:\d+: /, `${file}:$&`))
  expect(expected).not.toEqual([])
  expect(complaintsIn(file, text, told.filter(isFlag))).toEqual(expected)
})
