import { balance } from './balance.ts'
import { repeat } from './repeat.ts'
import { shuffle } from './shuffle.ts'
import { take } from './take.ts'

/** Every order, listed by hand. */
export const orders = { balance, shuffle, repeat, take } as const
