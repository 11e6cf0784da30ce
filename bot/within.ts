/** Waiting for something, and no longer than one has. */

/** What comes of the work; `late` where it takes longer. */
export async function within<R>(ms: number, work: Promise<R>, late: R): Promise<R> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<R>((resolve) => {
    timer = setTimeout(() => resolve(late), ms);
  });
  try {
    return await Promise.race([work, waited]);
  } finally {
    clearTimeout(timer);
  }
}
