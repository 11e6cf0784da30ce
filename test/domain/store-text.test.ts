/** The text of a document's next version, made from what has changed: always what writing the whole of it would give. */
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import type { DocumentKind } from '../../domain/store/documents.js';
import { envelopeText, parseEnvelope, type Stored } from '../../domain/store/envelope.js';
import { parseInSlices } from '../../domain/store/large-text.js';
import { nextText } from '../../domain/store/next-text.js';

const item = z.strictObject({ id: z.string(), count: z.int(), tags: z.array(z.string()).optional() });
const schema = z.strictObject({
  name: z.string(),
  list: z.array(item),
  others: z.array(z.strictObject({ id: z.string() })).min(1),
  words: z.array(z.string()),
  record: z.record(z.string(), item),
  single: item.optional(),
  by: z.strictObject({ name: z.string(), roles: z.array(z.string()) }),
  both: z.strictObject({ one: item, two: item }),
});
type Item = z.infer<typeof item>;
type Doc = z.infer<typeof schema>;
const KIND: DocumentKind<Doc> = { name: 'things', format: 1, schema };

/** Long enough to be written in parts. */
const FILLING = 'x'.repeat(20_000);

const doc = (given: Partial<Doc> = {}): Doc => ({
  name: FILLING,
  list: [],
  others: [{ id: 'one' }],
  words: [],
  record: {},
  by: { name: 'Ada', roles: ['AdminAgent'] },
  both: { one: { id: 'one', count: 1 }, two: { id: 'two', count: 2 } },
  ...given,
});

function read(text: string): Stored<Doc> {
  const parsed = parseEnvelope(KIND, text);
  if ('reason' in parsed) throw new Error(parsed.reason, { cause: parsed.cause });
  return parsed.stored;
}

const first = (document: Doc) => read(envelopeText(KIND, 1, document));

/** The next version, which must be what its text gives, and frozen. */
function written(before: Stored<Doc>, next: Doc): Stored<Doc> {
  const { text, parsed } = nextText(KIND, next, before);
  if ('reason' in parsed) throw new Error(parsed.reason, { cause: parsed.cause });
  const { stored } = parsed;
  // What reading the whole of it gives: a key "__proto__" is left out there.
  const whole = read(envelopeText(KIND, before.version + 1, next));
  expect({ ...read(text), size: 0 }).toEqual({ ...whole, size: 0 });
  expect(stored.document).toEqual(whole.document);
  expect([stored.version, stored.size]).toEqual([before.version + 1, text.length]);
  const { list, record } = stored.document;
  const parts = [stored.document, list, record, ...list, ...Object.values(record)];
  expect(parts.every((part) => Object.isFrozen(part))).toBe(true);
  return stored;
}

const items: fc.Arbitrary<Item> = fc.record(
  { id: fc.string(), count: fc.integer(), tags: fc.array(fc.string({ unit: 'binary' })) },
  { requiredKeys: ['id', 'count'] },
);
const keys = fc.oneof(fc.constantFrom('a', 'b', '1', '__proto__', 'constructor', 'ü"\n'), fc.string());

type Change = (document: Doc) => Doc;
/** What changes do to a document: what they leave alone stays the same object. */
const changes: fc.Arbitrary<Change> = fc.oneof(
  items.map(
    (one): Change =>
      (now) => ({ ...now, list: [...now.list, one] }),
  ),
  items.map(
    (one): Change =>
      (now) => ({ ...now, list: [one, ...now.list] }),
  ),
  fc.nat(9).map(
    (at): Change =>
      (now) => ({ ...now, list: now.list.toSpliced(at, 1) }),
  ),
  fc.nat(9).map(
    (at): Change =>
      (now) => ({ ...now, list: [...now.list, ...now.list.slice(at, at + 1)] }),
  ),
  fc.constant<Change>((now) => ({ ...now, list: now.list.toReversed() })),
  fc.constant<Change>((now) => ({ ...now, list: [] })),
  fc.tuple(fc.nat(9), fc.integer()).map(
    ([at, count]): Change =>
      (now) => ({ ...now, list: now.list.map((one, i) => (i === at ? { ...one, count } : one)) }),
  ),
  fc.tuple(keys, items).map(
    ([key, one]): Change =>
      (now) => ({
        ...now,
        record: Object.fromEntries([...Object.entries(now.record), [key, one]]),
      }),
  ),
  keys.map(
    (key): Change =>
      (now) => ({
        ...now,
        record: Object.fromEntries(Object.entries(now.record).filter(([k]) => k !== key)),
      }),
  ),
  // What stood in the list stands in the record and as a field, too.
  fc.nat(9).map(
    (at): Change =>
      (now) => ({ ...now, record: { ...now.record, moved: now.list[at] ?? { id: 'none', count: 0 } } }),
  ),
  fc.nat(9).map(
    (at): Change =>
      (now) => ({ ...now, single: now.list[at] }),
  ),
  fc.array(fc.string()).map(
    (words): Change =>
      (now) => ({ ...now, words }),
  ),
);

describe('the next version of a document', () => {
  it('is what writing the whole of it gives, whatever was changed before', () => {
    fc.assert(
      fc.property(fc.array(changes, { minLength: 1, maxLength: 12 }), (steps) => {
        let stored = first(doc({ list: [{ id: 'first', count: 1 }] }));
        for (const step of steps) stored = written(stored, step(stored.document));
      }),
      { numRuns: 150 },
    );
  });

  it('keeps what was not changed as the very same objects', () => {
    const before = first(doc({ list: [{ id: 'a', count: 1 }], record: { k: { id: 'b', count: 2 } } }));
    const { document: next } = written(before, {
      ...before.document,
      list: [...before.document.list, { id: 'new', count: 3 }],
    });
    expect(next.list[0]).toBe(before.document.list[0]);
    expect(next.record).toBe(before.document.record);
  });

  it('is not changed through what was given', () => {
    const before = first(doc());
    const added: Item = { id: 'new', count: 1, tags: [] };
    const { document } = written(before, { ...before.document, list: [added], record: { k: added } });
    added.tags?.push('too late');
    expect([document.list[0]?.tags, document.record.k?.tags]).toEqual([[], []]);
  });

  const ok: Item = { id: 'ok', count: 1 };
  const bad = (given: object) => ({ ...ok, ...given }) as Item;
  it.each<[string, (now: Doc) => Doc]>([
    ['a new element of the wrong shape', (now) => ({ ...now, list: [...now.list, bad({ count: 1.5 })] })],
    ['one that JSON does not know', (now) => ({ ...now, list: [...now.list, bad({ count: Number.NaN })] })],
    ['one with a field too many', (now) => ({ ...now, list: [bad({ more: 1 }), ...now.list] })],
    ['a hole', (now) => ({ ...now, list: [...now.list, undefined as unknown as Item] })],
    ['a changed element', (now) => ({ ...now, list: now.list.map(() => bad({ id: 7 })) })],
    ['a wrong one in a record', (now) => ({ ...now, record: { ...now.record, k: bad({ count: '1' }) } })],
    [
      'an element of another list, which has another shape',
      (now) => ({ ...now, others: [...now.others, now.list[0] as Item] }),
    ],
    ['a list that may not be empty', (now) => ({ ...now, others: [] })],
    ['a list in place of a record', (now) => ({ ...now, record: now.list as unknown as Doc['record'] })],
    ['a record in place of a list', (now) => ({ ...now, list: now.record as unknown as Item[] })],
    ['a missing field', ({ words: _, ...now }) => now as Doc],
    ['a field too many', (now) => ({ ...now, more: [] })],
  ])('with %s is refused, as it would be when read', (_, change) => {
    const start = first(doc({ list: [ok], record: { k: ok } }));
    // Also once parts of it are known from an earlier write.
    const before = written(start, { ...start.document, words: ['written'] });
    const { parsed } = nextText(KIND, change(before.document), before);
    expect(parsed).toMatchObject({ reason: 'wrongShape' });
    written(before, { ...before.document, list: [...before.document.list, { id: 'after', count: 2 }] });
  });
});

describe('the text of a large document', () => {
  const many = Array.from({ length: 12_345 }, (_, i): Item => ({ id: `${i}`.padStart(40, '0'), count: i }));
  const largest = doc({ list: many, words: ['a', 'b'], record: { k: { id: 'k', count: 1 } } });
  const large = (change: (now: Doc) => unknown = (now) => now) =>
    envelopeText(KIND, 7, change(largest) as Doc);

  it('is read as a small one is, and others are let go first many times', async () => {
    let others = 0;
    let reading = true;
    const read = parseInSlices(KIND, large()).finally(() => {
      reading = false;
    });
    while (reading) {
      await setImmediate();
      others += 1;
    }
    expect(others).toBeGreaterThanOrEqual(12);
    const parsed = await read;
    expect(parsed).toEqual(parseEnvelope(KIND, large()));
    const document = 'stored' in parsed ? parsed.stored.document : undefined;
    expect(Object.isFrozen(document?.list) && Object.isFrozen(document?.list.at(-1))).toBe(true);
  });

  it.each<[string, string]>([
    ['a wrong last element', large((now) => ({ ...now, list: [...now.list, { id: 7, count: 1 }] }))],
    ['a wrong element elsewhere', large((now) => ({ ...now, words: [7] }))],
    ['a field too many', large((now) => ({ ...now, more: many }))],
    ['a list in place of a record', large((now) => ({ ...now, record: many }))],
    ['a list in place of a document', large(() => many)],
    ['no document', large(() => FILLING.repeat(30))],
    ['no end', large().slice(0, -100)],
    ['a newer format', large().replace('"format":1', '"format":2')],
    ['no lists', large(() => ({ ...doc(), name: FILLING.repeat(30), list: [], others: [] }))],
    ['null', `{"format":1,"version":1,"document":null}${' '.repeat(600_000)}`],
  ])('with %s is refused for the same reason', async (_, text) => {
    expect(text.length).toBeGreaterThan(500_000);
    const [inSlices, whole] = [await parseInSlices(KIND, text), parseEnvelope(KIND, text)];
    expect('reason' in whole).toBe(true);
    expect(inSlices).toMatchObject({ reason: 'reason' in whole ? whole.reason : '' });
  });
});
