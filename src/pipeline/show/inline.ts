import { stringify } from 'yaml'

/**
 * A value as YAML in one line.
 *
 * @example
 * inline({ sgd: { rate: 0.1 } }) // => '{ sgd: { rate: 0.1 } }'
 */
export const inline = (value: unknown): string => stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim()
