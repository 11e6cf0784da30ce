/** How the desk ends, step by step, where something does not end by itself. */
import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../bot/logger.js';
import { type StopParts, Stopping } from '../../bot/stopping.js';

type Line = Record<string, unknown>;

/** Parts that end at once unless given otherwise; what was done in which order, and what was logged. */
function stopping(given: Partial<StopParts> = {}) {
  const done: string[] = [];
  const lines: Line[] = [];
  const note = (what: string) => async (): Promise<void> => void done.push(what);
  const server = {
    close: (closed?: () => void) => {
      done.push('close server');
      closed?.();
    },
    server: { closeIdleConnections: () => undefined, closeAllConnections: () => undefined },
  };
  const parts: StopParts = {
    log: createLogger('trace', { write: (line: string) => void lines.push(JSON.parse(line) as Line) }),
    readiness: { stops: () => void done.push('not ready') },
    bot: { stop: () => void done.push('stop work'), idle: note('turns'), underWay: { turns: 0, work: 0 } },
    timed: [{ stop: note('renewals') }, { stop: note('notifier') }],
    server: server as unknown as StopParts['server'],
    conversations: { unread: false, close: () => void done.push('end conversations') },
    closeAdmin: note('close admin'),
    closeBook: note('close book'),
    exit: (code) => void done.push(`exit ${code}`),
    patienceMs: 20,
    ...given,
  };
  return { stopping: new Stopping(parts), done, lines };
}

const never = () => new Promise<never>(() => undefined);

describe('stopping', () => {
  it('closes the book after everything that writes to it, and ends with 0', async () => {
    const { stopping: desk, done, lines } = stopping();
    await desk.asked('SIGTERM');
    expect(done).toEqual([
      'not ready',
      'stop work',
      'renewals',
      'notifier',
      'turns',
      'end conversations',
      'close server',
      'turns',
      'close admin',
      'close book',
      'exit 0',
    ]);
    expect(lines.map(({ msg }) => msg)).toEqual(['the desk is stopping', 'the desk has stopped']);
  });

  it('waits no longer than it has patience, and says what it cut off', async () => {
    const bot = { stop: () => undefined, idle: never, underWay: { turns: 2, work: 1 } };
    const { stopping: desk, done, lines } = stopping({ bot, timed: [{ stop: never }] });
    await desk.asked('SIGTERM');
    expect(done.at(-1)).toBe('exit 0');
    expect(lines.at(-1)).toMatchObject({ level: 40, cutOff: { turns: 2, work: 1 } });
  });

  it.each([
    ['does not end', never],
    [
      'fails',
      async () => {
        throw new Error('no');
      },
    ],
  ])('ends with 1 where closing the book %s', async (_how, closeBook) => {
    const { stopping: desk, done } = stopping({ closeBook, closeMs: 20 });
    await desk.asked('SIGINT');
    expect(done.at(-1)).toBe('exit 1');
  });

  it('ends once, however much goes wrong at the same time', async () => {
    const { stopping: desk, done, lines } = stopping();
    await Promise.all([desk.crash(new Error('one')), desk.crash('two')]);
    expect(done).toEqual(['not ready', 'close book', 'exit 1']);
    expect(lines.map(({ level }) => level)).toEqual([60, 60]);
  });

  it('ends after a crash also where the book does not close', async () => {
    const { stopping: desk, done } = stopping({ closeBook: never, closeMs: 20 });
    await desk.crash(new Error('one'));
    expect(done.at(-1)).toBe('exit 1');
  });
});
