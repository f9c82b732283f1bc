import { expect, test } from 'vitest'
import { codecType } from '../../../src/cli/options/codecType.ts'
import { choice, count, probability, text } from '../../../src/codec/index.ts'

const message = (reading: Promise<unknown>): Promise<string> => reading.then(String, (error: Error) => error.message)

test('an option is read by the codec that pipeline files use', async () => {
  expect(await codecType(count).from('12')).toBe(12)
  expect(await codecType(probability).from('0.5')).toBe(0.5)
  expect(await codecType(choice('a', 'b')).from('b')).toBe('b')
  expect(await codecType(text()).from('12')).toBe('12')
})

test('a wrong value gets the message that a pipeline file would get', async () => {
  expect(await message(codecType(count).from('0'))).toBe('Expected a whole number of at least 1, received 0')
  expect(await message(codecType(count).from(''))).toBe('Expected a whole number of at least 1, received ""')
  expect(await message(codecType(count).from('ten'))).toBe('Expected a whole number of at least 1, received "ten"')
  expect(await message(codecType(probability).from('1.5'))).toBe('Expected a number from 0 to 1, received 1.5')
  expect(await message(codecType(choice('auto', 'wasm')).from('wsam'))).toBe(
    'Expected one of "auto", "wasm", received "wsam"; did you mean "wasm"?',
  )
})

test('help names the choices', () => {
  expect(codecType(choice('text', 'svg')).displayName).toBe('text|svg')
  expect(codecType(count).displayName).toBe('number')
})
