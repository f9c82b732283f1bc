import { describe, expect, test } from 'vitest'
import { obstacle } from '../../src/backend/tensorflowBackend.ts'
import { render } from '../../src/prelude/render.ts'

const node20 = { version: '20.19.0', hasIsNullOrUndefined: true }

describe('what keeps the tensorflow backend from loading', () => {
  test('is the missing package', () => {
    expect(render(obstacle(undefined, false, node20)!)).toBe(
      'The package @tensorflow/tfjs-node-gpu is not installed. It is optional: run "npm install @tensorflow/tfjs-node-gpu@4.22.0" where a CUDA GPU is to be used',
    )
  })

  test('is the missing native binding', () => {
    expect(render(obstacle('/app/node_modules/x', false, node20)!)).toBe(
      'The package @tensorflow/tfjs-node-gpu is installed in /app/node_modules/x without its native binding (tfjs_binding.node). Its install script was blocked or could not download TensorFlow: run "npm rebuild @tensorflow/tfjs-node-gpu" with access to storage.googleapis.com',
    )
  })

  test('is a Node without util.isNullOrUndefined', () => {
    expect(render(obstacle('/app', true, { version: '23.1.0', hasIsNullOrUndefined: false })!)).toBe(
      'The package @tensorflow/tfjs-node-gpu 4.22 does not run on Node 23.1.0, which has no util.isNullOrUndefined. Use Node 20 or 22',
    )
  })

  test('is nothing if all three are there', () => {
    expect(obstacle('/app', true, node20)).toBeUndefined()
  })
})
