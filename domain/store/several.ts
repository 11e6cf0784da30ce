/** Work on a stream of things, a few at a time. */

/** Does the work for each, so many at a time; after the first that fails none is begun, and its error is thrown. */
export async function severalAtATime<P>(
  most: number,
  things: AsyncIterable<P>,
  work: (thing: P) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for await (const thing of things) {
    const one: Promise<void> = work(thing)
      .catch((error: unknown) => {
        failures.push(error);
      })
      .finally(() => running.delete(one));
    running.add(one);
    if (running.size >= most) await Promise.race(running);
    if (failures.length > 0) break;
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
}
