/** What stands in the file of a document, and what of it is taken. */
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { DocumentKind } from '../../../domain/store/documents.js';
import { envelopeText, inNewestFormat, parseEnvelope } from '../../../domain/store/envelope.js';
import { parseInSlices } from '../../../domain/store/large-text.js';

interface Doc {
  count: number;
  list: { id: string }[];
}
const KIND: DocumentKind<Doc> = {
  name: 'things',
  format: 2,
  schema: z.strictObject({ count: z.number(), list: z.array(z.strictObject({ id: z.string() })) }),
  migrate: { 1: (older) => ({ count: older, list: [] }) },
};
const DOC: Doc = { count: 1, list: [{ id: 'a' }] };
const file = (given: object) => JSON.stringify({ format: 2, version: 3, document: DOC, ...given });

describe('the text of a file', () => {
  it('is one line of JSON', () => {
    const text = envelopeText(KIND, 3, DOC);
    expect(text).toBe(`${file({})}\n`);
    expect(parseEnvelope(KIND, text)).toEqual({ stored: { version: 3, document: DOC, size: text.length } });
  });

  it('gives a document that nobody can change', () => {
    const parsed = parseEnvelope(KIND, file({}));
    const document = 'stored' in parsed ? parsed.stored.document : undefined;
    const parts = [document, document?.list, document?.list[0]];
    expect(parts.map((part) => part !== undefined && Object.isFrozen(part))).toEqual([true, true, true]);
  });

  it.each<[string, string, string]>([
    ['no text', '', 'cutOff'],
    ['half of it', file({}).slice(0, 20), 'cutOff'],
    ['a number', '7', 'wrongShape'],
    ['null', 'null', 'wrongShape'],
    ['no format', file({ format: undefined }), 'wrongShape'],
    ['format 0', file({ format: 0 }), 'wrongShape'],
    ['half a format', file({ format: 1.5 }), 'wrongShape'],
    ['a format that is no number', file({ format: '2' }), 'wrongShape'],
    ['a newer format', file({ format: 3 }), 'newerVersion'],
    ['a newer format in another envelope', '{"format":3}', 'newerVersion'],
    ['no version', file({ version: undefined }), 'wrongShape'],
    ['version 0', file({ version: 0 }), 'wrongShape'],
    ['half a version', file({ version: 1.5 }), 'wrongShape'],
    ['a field too many', file({ more: 1 }), 'wrongShape'],
    ['no document', file({ document: undefined }), 'wrongShape'],
    ['another document', file({ document: { count: '1', list: [] } }), 'wrongShape'],
    ['an older one that becomes another', file({ format: 1, document: 'many' }), 'wrongShape'],
  ])('with %s is refused, and why', async (_what, text, reason) => {
    expect(parseEnvelope(KIND, text)).toEqual({ reason, cause: expect.anything() });
    expect(await parseInSlices(KIND, text)).toMatchObject({ reason });
  });

  it('of an older format is read as what it has become', () => {
    const text = file({ format: 1, document: 5 });
    expect(parseEnvelope(KIND, text)).toMatchObject({
      stored: { version: 3, document: { count: 5, list: [] } },
    });
  });
});

describe('a document of an older format', () => {
  const kind: DocumentKind<unknown> = {
    name: 'words',
    format: 4,
    schema: z.unknown(),
    migrate: { 1: (now) => `${now} 2`, 2: (now) => `${now} 3`, 3: (now) => `${now} 4` },
  };
  it.each([
    [1, '1 2 3 4'],
    [2, '2 3 4'],
    [3, '3 4'],
    [4, '4'],
  ])('takes each step from %i on, in order: %s', (format, became) => {
    expect(inNewestFormat(kind, format, String(format))).toBe(became);
  });

  it('of which a step is missing says which', () => {
    const without = { ...kind, migrate: { 1: (now: unknown) => now } };
    expect(() => inNewestFormat(without, 1, '1')).toThrow('words of format 2');
    expect(() => inNewestFormat({ name: 'a', format: 2, schema: z.unknown() }, 1, '')).toThrow(
      'a of format 1',
    );
  });
});

describe('a large text', () => {
  /** So many elements, and more characters than are read at once. */
  const large = (count: number): Doc => ({
    count: 1,
    list: Array.from({ length: count }, (_, i) => ({ id: `${i}`.padStart(600, '.') })),
  });
  it.each([999, 1000, 1001, 2000, 2001])('of %i elements has all of them, in order', async (count) => {
    const text = envelopeText(KIND, 9, large(count));
    expect(text.length).toBeGreaterThan(500_000);
    expect(await parseInSlices(KIND, text)).toEqual(parseEnvelope(KIND, text));
  });

  it('of an older format is read as what it has become', async () => {
    const titles = large(1500).list.map(({ id }) => id);
    const kind: DocumentKind<Doc> = {
      ...KIND,
      migrate: { 1: (older) => ({ count: 0, list: (older as string[]).map((id) => ({ id })) }) },
    };
    const text = JSON.stringify({ format: 1, version: 1, document: titles });
    const parsed = await parseInSlices(kind, text);
    expect(parsed).toEqual(parseEnvelope(kind, text));
    expect('stored' in parsed && parsed.stored.document.list.length).toBe(1500);
  });
});
