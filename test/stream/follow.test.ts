import { Observable, range, Subject, take } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { follow } from '../../src/stream/follow.ts'

/** The identity, as an operator that follows its source. */
const same = <A>(source: Observable<A>, onComplete: () => void = () => {}): Observable<A> =>
  new Observable((subscriber) =>
    follow(source, subscriber, {
      next: (value) => subscriber.next(value),
      complete: () => {
        onComplete()
        subscriber.complete()
      },
    }),
  )

describe('follow', () => {
  test('forwards values, completion and errors', () => {
    const source = new Subject<number>()
    const seen: unknown[] = []
    same(source).subscribe({ next: (n) => seen.push(n), error: (error) => seen.push(error) })
    source.next(1)
    source.error('broken')
    expect(seen).toEqual([1, 'broken'])
  })

  test('leaving unsubscribes the source and does not complete', () => {
    const source = new Subject<number>()
    let completed = 0
    same(source, () => completed++)
      .subscribe()
      .unsubscribe()
    expect([source.observed, completed]).toEqual([false, 0])
  })

  test('stops a source that emits while it is subscribed to', () => {
    let emitted = 0
    const firehose = new Observable<number>((subscriber) => {
      while (!subscriber.closed) subscriber.next(emitted++)
    })
    const seen: number[] = []
    same(firehose)
      .pipe(take(2))
      .subscribe((n) => seen.push(n))
    expect([seen, emitted]).toEqual([[0, 1], 2])
  })

  test('completes once', () => {
    let completed = 0
    same(range(0, 3), () => completed++).subscribe()
    expect(completed).toBe(1)
  })
})
