// Covers src/cli/process/exitCode.ts.
import { expect, test, vi } from 'vitest'
import { exitCode } from '../../../src/cli/process/exitCode.ts'
import { stopSignal } from '../../../src/cli/process/stopSignal.ts'

test.each(['SIGINT', 'SIGTERM'] as const)('the first %s asks to stop, the second ends the process', (name) => {
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never)
  let asked = 0
  const { signal, release } = stopSignal(() => asked++)
  expect(signal.aborted).toBe(false)
  process.emit(name)
  expect([signal.aborted, asked]).toEqual([true, 1])
  expect(exit).not.toHaveBeenCalled()
  process.emit(name)
  expect(exit).toHaveBeenCalledWith(exitCode.interrupted)
  release()
  exit.mockRestore()
})

test('after its release nothing listens', () => {
  const before = process.listenerCount('SIGINT')
  const { release } = stopSignal(() => undefined)
  expect(process.listenerCount('SIGINT')).toBe(before + 1)
  release()
  expect(process.listenerCount('SIGINT')).toBe(before)
})
