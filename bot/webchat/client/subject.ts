/** The little of observables that Web Chat asks of a connection. */

export interface Observer<T> {
  next?(value: T): void;
  error?(error: unknown): void;
}
export interface Observable<T> {
  subscribe(observer: Observer<T>): { unsubscribe(): void };
}

/** Passes values on to whoever has subscribed; and, to who subscribes later, the latest ones again. */
export class Subject<T> implements Observable<T> {
  private readonly past: T[] = [];
  private readonly observers = new Set<Observer<T>>();

  /** @param kept how many values are passed on to who subscribes later. */
  constructor(private readonly kept: number) {}

  next(value: T): void {
    this.past.push(value);
    if (this.past.length > this.kept) this.past.shift();
    for (const observer of [...this.observers]) observer.next?.(value);
  }

  subscribe(observer: Observer<T>): { unsubscribe(): void } {
    this.observers.add(observer);
    for (const value of this.past) observer.next?.(value);
    return { unsubscribe: () => void this.observers.delete(observer) };
  }
}
