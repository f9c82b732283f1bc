import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { checkpointsOf } from '../../src/run/folder/checkpoint.ts'
import type { RunResult } from '../../src/run/train/runPipeline.ts'
import { decodeSafetensors } from '../../src/tensor/safetensors.ts'

export type Numbers = Readonly<Record<string, readonly number[]>>

/**
 * All numbers in the checkpoints of a run, by the name of their tensor. The oldest checkpoint comes first.
 */
export const keptNumbers = async ({ folder }: Pick<RunResult, 'folder'>): Promise<readonly Numbers[]> =>
  (await checkpointsOf(folder.checkpoints)).map((name) => {
    const decoded = decodeSafetensors(readFileSync(join(folder.checkpoints, name, 'world.safetensors')))
    if (E.isLeft(decoded)) throw new Error(decoded.left.reason)
    const { tensors } = decoded.right
    const numbers = Object.entries(tensors).map(([key, tensor]) => [key, [...tensor.dataSync()]] as const)
    for (const tensor of Object.values(tensors)) tensor.dispose()
    return Object.fromEntries(numbers)
  })

/** The numbers whose names start with a prefix. */
export const below = (prefix: string, numbers: Numbers): Numbers =>
  Object.fromEntries(Object.entries(numbers).filter(([name]) => name.startsWith(prefix)))
