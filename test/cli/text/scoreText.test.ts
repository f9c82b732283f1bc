import { expect, test } from 'vitest'
import { scoreData, scoreText } from '../../../src/cli/text/scoreText.ts'
import { addToScore, emptyScore } from '../../../src/run/score/score.ts'

// Two cats, one of them taken for a dog, and one dog.
const score = addToScore(emptyScore(2), Float32Array.of(0.75, 0.25, 0.25, 0.75, 0.25, 0.75), Int32Array.of(0, 0, 1))

test('accuracy, and where each class was predicted', () => {
  expect(scoreText(score, ['cat', 'dog'])).toBe(
    `accuracy 66.67 % of 3 images, calibration error 8.33 %

true \\ predicted  cat  dog  accuracy
cat                 1    1   50.00 %
dog                 0    1  100.00 %`,
  )
})

test('the same as data', () => {
  expect(scoreData(score, ['cat', 'dog'])).toMatchObject({
    images: 3,
    accuracy: 2 / 3,
    byClass: { cat: 0.5, dog: 1 },
    confusion: [
      [1, 1],
      [0, 1],
    ],
  })
})
