import { expect, test } from 'vitest'
import { profileText } from '../../../src/cli/text/profileText.ts'

test('a profile has the slowest kernel first, with its owner and its fallbacks', () => {
  const uses = [
    { kernel: 'Conv2D', own: true, calls: 120, fallbacks: 0, milliseconds: 750 },
    { kernel: 'Add', own: true, calls: 40, fallbacks: 3, milliseconds: 200 },
    { kernel: 'GatherV2', own: false, calls: 8, fallbacks: 0, milliseconds: 50 },
  ]
  expect(profileText('supervised', uses)).toBe(
    `profile of supervised: 1.00 s in 3 kernels; 3 calls fell back to a copied kernel
kernel    whose   calls  fell back     ms    share
Conv2D    own       120          0  750.0  75.00 %
Add       own        40          3  200.0  20.00 %
GatherV2  copied      8          -   50.0   5.00 %`,
  )
})

test('a profile of nothing', () => {
  expect(profileText('supervised', []).split('\n')).toEqual([
    'profile of supervised: 0.00 s in 0 kernels; 0 calls fell back to a copied kernel',
    'kernel  whose  calls  fell back  ms  share',
  ])
})
