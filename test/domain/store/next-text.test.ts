/** The next version of a document costs what has changed of it, however long the document is. */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import type { DocumentKind } from '../../../domain/store/documents.js';
import { envelopeText, parseEnvelope, type Stored } from '../../../domain/store/envelope.js';
import { nextText } from '../../../domain/store/next-text.js';

let checked = 0;
const item = z.strictObject({ id: z.string(), count: z.int() }).refine(() => {
  checked += 1;
  return true;
});
type Item = z.infer<typeof item>;
const schema = z.strictObject({
  name: z.string(),
  list: z.array(item),
  record: z.record(z.string(), item),
  more: z.array(item).optional(),
});
type Doc = z.infer<typeof schema>;
const KIND: DocumentKind<Doc> = { name: 'things', format: 1, schema };

const MANY = 500;
const one = (id: string, count = 1): Item => ({ id, count });
const items = (of: string) => Array.from({ length: MANY }, (_, i) => one(`${of} ${i}`.padStart(40, '.'), i));
const recordOf = (all: readonly Item[]) => Object.fromEntries(all.map((each) => [each.id, each]));
const LONG: Doc = { name: 'long', list: items('list'), record: recordOf([one('a'), one('b')]) };
const WIDE: Doc = { name: 'wide', list: items('list'), record: recordOf(items('record')) };

function stored(document: Doc, before?: Stored<Doc>): Stored<Doc> {
  const { parsed } = before
    ? nextText(KIND, document, before)
    : { parsed: parseEnvelope(KIND, envelopeText(KIND, 1, document)) };
  if ('reason' in parsed) throw new Error(parsed.reason);
  return parsed.stored;
}

/** How many elements are checked and how many characters are written out for a change of a document. */
function costOf(before: Stored<Doc>, next: Doc): { readonly elements: number; readonly characters: number } {
  const write = JSON.stringify;
  let characters = 0;
  jest.spyOn(JSON, 'stringify').mockImplementation((value: unknown) => {
    const text = write(value);
    characters += text?.length ?? 0;
    return text;
  });
  checked = 0;
  nextText(KIND, next, before);
  jest.restoreAllMocks();
  return { elements: checked, characters };
}

afterEach(() => {
  jest.restoreAllMocks();
});

const changes: [string, (now: Doc) => Doc][] = [
  ['a field', (now) => ({ ...now, name: 'other' })],
  ['a new field', (now) => ({ ...now, more: [one('new')] })],
  ['an element more', (now) => ({ ...now, list: [...now.list, one('new')] })],
  ['an element at the front', (now) => ({ ...now, list: [one('new'), ...now.list] })],
  ['an element less', (now) => ({ ...now, list: now.list.slice(1) })],
  [
    'a changed element',
    (now) => ({ ...now, list: now.list.map((each, i) => (i === 7 ? one('new') : each)) }),
  ],
];
const recordChanges: typeof changes = [
  ['an element more', (now) => ({ ...now, record: { ...now.record, new: one('new') } })],
  ['an element less', (now) => ({ ...now, record: recordOf(Object.values(now.record).slice(1)) })],
  [
    'a changed element',
    (now) => ({ ...now, record: { ...now.record, [Object.keys(now.record)[7] ?? '']: one('new') } }),
  ],
];

describe('the next version of a long document', () => {
  // Known from its first write on: the texts of all its parts are made with it.
  const known = (document = LONG) => {
    const read = stored(document);
    return stored({ ...read.document, name: 'written' }, read);
  };

  it.each(changes)('with %s costs no more than that', (_what, change) => {
    const before = known();
    const next = change(before.document);
    const { elements, characters } = costOf(before, next);
    expect(elements).toBeLessThan(10);
    expect(characters).toBeLessThan(1000);
    expect(nextText(KIND, next, before).text).toBe(envelopeText(KIND, before.version + 1, next));
  });

  it.each(recordChanges)('with %s of a record costs no more than that, but for its keys', (_what, change) => {
    const before = known(WIDE);
    const next = change(before.document);
    const { elements, characters } = costOf(before, next);
    expect(elements).toBeLessThan(10);
    expect(characters).toBeLessThan(JSON.stringify(Object.keys(next.record)).length + 1000);
    expect(nextText(KIND, next, before).text).toBe(envelopeText(KIND, before.version + 1, next));
  });

  it('costs the same after it has changed many times', () => {
    let before = known();
    for (const [, change] of changes) before = stored(change(before.document), before);
    const next = { ...before.document, list: [...before.document.list, one('last')] };
    const { elements, characters } = costOf(before, next);
    expect(elements).toBeLessThan(10);
    expect(characters).toBeLessThan(1000);
  });

  it('costs all of it where all of it is new', () => {
    const { elements } = costOf(known(), { ...LONG, list: items('other'), record: {} });
    expect(elements).toBeGreaterThanOrEqual(MANY);
  });

  it('that is short is written whole', () => {
    const short: Doc = { name: 'short', list: [one('a'), one('b')], record: {} };
    const { parsed } = nextText(KIND, { ...short, name: 'other' }, stored(short));
    expect('stored' in parsed && parsed.stored.texts).toBe(undefined);
  });

  it('leaves out a field of which its schema makes nothing', () => {
    const old = schema.extend({
      old: z
        .string()
        .optional()
        .transform(() => undefined),
    });
    const kind = { ...KIND, schema: old } as unknown as typeof KIND;
    const text = envelopeText(kind, 1, { ...LONG, old: 'as it was' } as Doc);
    const parsed = parseEnvelope(kind, text);
    if ('reason' in parsed) throw new Error(parsed.reason);
    const next = { ...parsed.stored.document, name: 'other' };
    expect(nextText(kind, next, parsed.stored).text).toBe(envelopeText(kind, 2, next));
  });
});
