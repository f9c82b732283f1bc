import { statusInWords } from './constants.ts'

/** A failed call of oneDNN: the operation with its shapes, and the status in words. */
export class OneDnnFailure extends Error {
  readonly status: number
  constructor(operation: string, status: number) {
    super(`oneDNN could not ${operation}: ${statusInWords[status] ?? `status ${status}`} (status ${status})`)
    this.name = 'OneDnnFailure'
    this.status = status
  }
}
