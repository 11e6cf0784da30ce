/** The summaries of all customers, beside the turns: written a little later, taken in the background, and what goes wrong with it. */
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Overview, SUMMARIES } from '../../domain/overview/overview.js';
import { Refusal } from '../../domain/refusals.js';
import { type Change, type DocumentKind, partOfMany } from '../../domain/store/documents.js';
import { CUSTOMER } from '../../domain/store/kinds.js';
import { customer } from '../support/builders.js';
import { MemoryDocuments } from '../support/memory-documents.js';

const PARTNER = 'partner-1';

/** Fails to read or write what it is told to, by "<kind>/<key>"; notes what is written. */
class Faulty extends MemoryDocuments {
  readonly failing = new Map<string, Error>();
  readonly written: string[] = [];
  readonly reads: string[] = [];

  private check(path: string): void {
    const error = this.failing.get(path);
    if (error) throw error;
  }

  override async read<T>(kind: DocumentKind<T>, key: string): Promise<T | undefined> {
    this.check(`${kind.name}/${key}`);
    if (kind.name === CUSTOMER.name) this.reads.push(key);
    return await super.read(kind, key);
  }

  override async update<T, R>(
    kind: DocumentKind<T>,
    key: string,
    change: (current: T | undefined) => Change<T, R>,
  ): Promise<R> {
    if (kind.name === SUMMARIES.name) {
      if (this.failing.has('write')) this.check('write');
      this.written.push(key);
    }
    return await super.update(kind, key, change);
  }
}

const unreadable = new Refusal({ code: 'DocumentUnreadable', file: 'a.json', reason: 'cutOff' });
const pathOf = (id: string) => `${CUSTOMER.name}/${PARTNER}/${id}`;

let documents: Faulty;
let overview: Overview;
let reported: unknown[];
const put = (id: string, name = id, partnerId = PARTNER) =>
  documents.update(CUSTOMER, `${partnerId}/${id}`, () => ({
    next: customer({ id, name }),
    result: undefined,
  }));
const nameOf = (id: string) => overview.of(PARTNER)?.get(id)?.name;
/** Long enough for all that is under way beside this. */
const others = async () => {
  for (let i = 0; i < 100; i += 1) await setImmediate();
};

beforeEach(async () => {
  documents = new Faulty();
  reported = [];
  for (const id of ['a', 'b', 'c']) await put(id);
  overview = new Overview(documents, (error) => reported.push(error));
});

describe('a change', () => {
  beforeEach(() => {
    jest.useFakeTimers({
      doNotFake: [
        'setImmediate',
        'clearImmediate',
        'nextTick',
        'queueMicrotask',
        'performance',
        'Date',
        'hrtime',
      ],
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is written with others, five seconds after the first of them', async () => {
    await overview.prepare(PARTNER);
    documents.written.length = 0;
    await put('a', 'first');
    jest.advanceTimersByTime(3000);
    await put('a', 'second');
    jest.advanceTimersByTime(1999);
    await others();
    expect(documents.written).toEqual([]);
    jest.advanceTimersByTime(1);
    await others();
    expect(documents.written).toHaveLength(1);
    await put('a', 'third');
    jest.advanceTimersByTime(5000);
    await others();
    expect(documents.written).toHaveLength(2);
    documents.reads.length = 0;
    const later = new Overview(documents);
    await later.prepare(PARTNER);
    expect(later.of(PARTNER)?.get('a')?.name).toBe('third');
    expect(documents.reads).toEqual([]);
  });

  it('that can not be written is reported, and the next one is written all the same', async () => {
    await overview.prepare(PARTNER);
    documents.failing.set('write', new Error('no space left'));
    await put('a', 'first');
    jest.advanceTimersByTime(5000);
    await others();
    expect(reported).toEqual([new Error('no space left')]);
    documents.failing.clear();
    await put('a', 'second');
    jest.advanceTimersByTime(5000);
    await others();
    const later = new Overview(documents);
    await later.prepare(PARTNER);
    expect(later.of(PARTNER)?.get('a')?.name).toBe('second');
    expect(reported).toHaveLength(1);
  });

  it('of a partner whose summaries nobody has asked for is not written', async () => {
    documents.written.length = 0;
    await put('a', 'first');
    await put('z', 'theirs', 'rival');
    jest.advanceTimersByTime(10_000);
    await others();
    expect(documents.written).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('of one partner is not written to those of another', async () => {
    await overview.prepare(PARTNER);
    await overview.prepare('rival');
    documents.written.length = 0;
    await put('z', 'theirs', 'rival');
    await overview.write();
    expect(documents.written.map((key) => key.split('/')[0])).toEqual(['rival']);
    expect([nameOf('z'), overview.of('rival')?.get('z')?.name]).toEqual([undefined, 'theirs']);
  });
});

describe('what is written', () => {
  it('is written once', async () => {
    await overview.prepare(PARTNER);
    const before = documents.written.length;
    await overview.write();
    await overview.prepare(PARTNER);
    expect(documents.written).toHaveLength(before);
  });

  it('of a customer that is gone is without it', async () => {
    await overview.prepare(PARTNER);
    await documents.remove(CUSTOMER, `${PARTNER}/a`);
    await overview.write();
    const kept = await Promise.all(
      (await documents.list(SUMMARIES, PARTNER)).map((key) => documents.read(SUMMARIES, key)),
    );
    expect(kept.flatMap((shard) => Object.keys(shard?.customers ?? {})).sort()).toEqual(['b', 'c']);
  });
});

describe('taken in the background', () => {
  it('they are there after a while, and nothing is reported', async () => {
    overview.prepareBeside(PARTNER);
    expect(overview.of(PARTNER)).toBeUndefined();
    await others();
    expect(nameOf('a')).toBe('a');
    expect(reported).toEqual([]);
  });

  it('what fails is reported, and tried again when it is asked for again', async () => {
    documents.failing.set(pathOf('b'), new Error('no such disk'));
    overview.prepareBeside(PARTNER);
    await others();
    expect(overview.of(PARTNER)).toBeUndefined();
    expect(reported).toEqual([new Error('no such disk')]);
    documents.failing.clear();
    overview.prepareBeside(PARTNER);
    await others();
    expect(nameOf('b')).toBe('b');
  });

  it('by whoever waits for it, what fails is theirs to hear', async () => {
    documents.failing.set(pathOf('b'), new Error('no such disk'));
    await expect(overview.prepare(PARTNER)).rejects.toThrow('no such disk');
    expect(reported).toEqual([]);
  });

  it('after a change of many they are taken by themselves, and what fails is reported', async () => {
    await overview.prepare(PARTNER);
    await documents.updateMany(async function* () {
      yield partOfMany(CUSTOMER, `${PARTNER}/a`, () => customer({ id: 'a', name: 'Imported' }));
    });
    expect(overview.of(PARTNER)).toBeUndefined();
    await others();
    expect(nameOf('a')).toBe('Imported');
    documents.failing.set(pathOf('b'), new Error('no such disk'));
    await documents.updateMany(async function* () {
      yield partOfMany(CUSTOMER, `${PARTNER}/b`, () => customer({ id: 'b', name: 'Imported' }));
    });
    await others();
    expect(reported).toEqual([new Error('no such disk')]);
    expect(overview.of(PARTNER)).toBeUndefined();
  });

  it('a change of many while they are taken has them taken anew', async () => {
    const preparing = overview.prepare(PARTNER);
    await documents.updateMany(async function* () {
      yield partOfMany(CUSTOMER, `${PARTNER}/a`, () => customer({ id: 'a', name: 'Imported' }));
    });
    await preparing;
    await others();
    expect(nameOf('a')).toBe('Imported');
    expect(reported).toEqual([]);
  });
});

describe('what can not be read', () => {
  it('of a customer leaves that one out', async () => {
    documents.failing.set(pathOf('b'), unreadable);
    await overview.prepare(PARTNER);
    expect([nameOf('a'), nameOf('b'), nameOf('c')]).toEqual(['a', undefined, 'c']);
  });

  it('of what was written is taken anew; any other failure is an error', async () => {
    await overview.prepare(PARTNER);
    const [key = ''] = await documents.list(SUMMARIES, PARTNER);
    documents.failing.set(`${SUMMARIES.name}/${key}`, new Error('no such disk'));
    overview = new Overview(documents);
    await expect(overview.prepare(PARTNER)).rejects.toThrow('no such disk');
    documents.failing.set(`${SUMMARIES.name}/${key}`, unreadable);
    await overview.prepare(PARTNER);
    expect([nameOf('a'), nameOf('b'), nameOf('c')]).toEqual(['a', 'b', 'c']);
    documents.failing.clear();
    expect(await documents.read(SUMMARIES, key)).toBeDefined();
  });
});

describe('a summary that is let go of', () => {
  it('is gone until its customer changes, and not written any more', async () => {
    await overview.prepare(PARTNER);
    overview.forget(PARTNER, 'a');
    overview.forget('rival', 'a');
    expect([nameOf('a'), nameOf('b')]).toEqual([undefined, 'b']);
    await overview.write();
    documents.reads.length = 0;
    const later = new Overview(documents);
    await later.prepare(PARTNER);
    expect(documents.reads).toEqual([`${PARTNER}/a`]);
    await put('a', 'again');
    expect(nameOf('a')).toBe('again');
  });
});
