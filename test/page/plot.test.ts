import { describe, expect, test } from 'vitest'
import { type Curve, plot } from '../../src/page/plot.ts'

const line = (name: string, ...ys: readonly number[]): Curve => ({ name, points: ys.map((y, x) => ({ x, y })) })

const drawn = (curves: readonly Curve[], range?: readonly [number, number]): string =>
  plot({ title: 'T', xLabel: 'step', curves, ...(range === undefined ? {} : { range }) }).html

/** The path data of every curve. */
const paths = (page: string): readonly string[] =>
  [...page.matchAll(/<path class="curve"[^>]* d="([^"]*)"/g)].map(([, d]) => d!)

/** The points of the only curve of a page. */
const points = (page: string): readonly (readonly number[])[] =>
  paths(page)[0]!
    .slice(1)
    .split('L')
    .map((point) => point.split(',').map(Number))

describe('plot', () => {
  // The frame is 640 x 240 with margins 56 left, 150 right, 16 top, 34 bottom: x in 56..490, y in 16..206.
  test('scales x to the frame and y from the bottom up', () => {
    // y of 0.25 in 0..1: 16 + 190 x 0.75 = 158.5. x of 1 in 0..2: 56 + 434 / 2 = 273.
    expect(paths(drawn([line('a', 0, 0.25, 1)], [0, 1]))).toEqual(['M56.0,206.0L273.0,158.5L490.0,16.0'])
  })

  test('takes y from 0, or from below it, to the largest point by default', () => {
    expect(points(drawn([line('a', 5, 10)]))).toEqual([
      [56, 111],
      [490, 16],
    ])
    // -5 in -5..5 lies at the bottom, 0 in the middle.
    expect(points(drawn([line('a', -5, 0, 5)])).map(([, y]) => y)).toEqual([206, 111, 16])
  })

  test('puts a single point in the middle of x, and equal values of 0 in the middle of y', () => {
    // 56 + 434 / 2 = 273; 16 + 190 / 2 = 111.
    expect(points(drawn([line('a', 0)]))).toEqual([[273, 111]])
  })

  test('thins a curve to 400 points and keeps the first and the last', () => {
    const long = points(drawn([{ name: 'a', points: Array.from({ length: 5000 }, (_, x) => ({ x, y: x })) }]))
    expect(long).toHaveLength(400)
    expect([long[0], long.at(-1)]).toEqual([
      [56, 206],
      [490, 16],
    ])
    expect(points(drawn([line('a', ...Array.from({ length: 400 }, (_, i) => i))]))).toHaveLength(400)
  })

  test('numbers both axes in quarters, with at most three digits', () => {
    const texts = [...drawn([line('a', 0, 1)]).matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text)
    expect(texts).toEqual(['0', '0.25', '0.5', '0.75', '1', '0', '0.25', '0.5', '0.75', '1', 'step', 'a'])
    expect(drawn([line('a', 0, 123456)])).toContain('>123456</text>')
    expect(drawn([line('a', 0, 0.12345)])).toContain('>0.123</text>')
  })

  test('names each curve in the color of the curve, and starts over after the sixth color', () => {
    const page = drawn(Array.from({ length: 7 }, (_, i) => line(`curve ${i}`, 0, i)))
    const strokes = [...page.matchAll(/stroke:(#\w+)/g)].map(([, color]) => color)
    const fills = [...page.matchAll(/fill:(#\w+)">curve/g)].map(([, color]) => color)
    expect(new Set(strokes).size).toBe(6)
    expect(strokes[6]).toBe(strokes[0])
    expect(fills).toEqual(strokes)
  })

  test('leaves out curves without points, and says so if no curve has one', () => {
    expect(drawn([line('empty'), line('full', 1)])).not.toContain('empty')
    expect(drawn([line('empty')])).toBe('<figure><figcaption>T</figcaption><p>Nothing was logged.</p></figure>')
  })

  test('escapes title, label and names', () => {
    const page = plot({ title: '<t>', xLabel: '<x>', curves: [line('<c>', 1)] }).html
    for (const text of ['&lt;t&gt;', '&lt;x&gt;', '&lt;c&gt;']) expect(page).toContain(text)
  })
})
