import { type Observable, Subject, type Subscriber, takeUntil } from 'rxjs'

export interface Follower<A> {
  readonly next: (value: A) => void
  readonly complete: () => void
}

/**
 * Subscribes an operator to its source and forwards errors.
 *
 * Leaving the operator also stops a source that emits while it is being subscribed to (`take(1)` of an
 * endless synchronous source).
 */
export const follow = <A>(source: Observable<A>, subscriber: Subscriber<unknown>, follower: Follower<A>): void => {
  const stop = new Subject<void>()
  subscriber.add(() => stop.next())
  subscriber.add(
    source.pipe(takeUntil(stop)).subscribe({
      next: follower.next,
      error: (error: unknown) => subscriber.error(error),
      complete: () => {
        if (!subscriber.closed) follower.complete()
      },
    }),
  )
}
