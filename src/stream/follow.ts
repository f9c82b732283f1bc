import { type Observable, Subject, type Subscriber, takeUntil } from 'rxjs'

export interface Follower<A> {
  readonly next: (value: A) => void
  readonly complete: () => void
}

/**
 * Subscribes an operator to its source; errors go straight on.
 *
 * Whoever leaves the operator also stops a source that is still emitting inside its own subscription (`take(1)` of an endless synchronous source).
 */
export const follow = <A>(source: Observable<A>, subscriber: Subscriber<unknown>, follower: Follower<A>): void => {
  const left = new Subject<void>()
  subscriber.add(() => left.next())
  subscriber.add(
    source.pipe(takeUntil(left)).subscribe({
      next: follower.next,
      error: (error: unknown) => subscriber.error(error),
      complete: () => {
        if (!subscriber.closed) follower.complete()
      },
    }),
  )
}
