import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from './options/folders.ts'

const manifest: { readonly version: string } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))

/** The version of this package. */
export const { version } = manifest
