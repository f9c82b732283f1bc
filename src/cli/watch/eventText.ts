import { render } from '../../prelude/render.ts'
import type { RunEvent } from '../../run/train/event.ts'
import { evaluationText } from './evaluationText.ts'

/** The line that every output for people prints for an event; null if each shows it in its own way, or not at all. */
export const eventText = (event: RunEvent): string | null => {
  switch (event.kind) {
    case 'evaluation':
      return evaluationText(event.evaluation)
    case 'quarantine':
      return `quarantined ${render(event.error)}`
    case 'warning':
    case 'note':
      return event.text
    default:
      return null
  }
}
