/**
 * A schema that has come to take less than it did needs a new format and a migration: documents of the old shape lie
 * on disks. The shapes of what was released are kept beside this test; `RECORD_FORMATS=1` writes those of today.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { DocumentKind } from '../../domain/store/documents.js';
import { ALL_KINDS } from '../../domain/store/kinds.js';
import { refusals, type Schema } from './accepts.js';

const FOLDER = join(import.meta.dirname, 'formats');
const fileOf = ({ name, format }: Pick<DocumentKind<unknown>, 'name' | 'format'>) =>
  join(FOLDER, `${name}-${format}.json`);
const schemaOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
const recorded = (kind: DocumentKind<unknown>) => JSON.parse(readFileSync(fileOf(kind), 'utf8')) as Schema;

if (process.env.RECORD_FORMATS) {
  mkdirSync(FOLDER, { recursive: true });
  for (const kind of ALL_KINDS)
    writeFileSync(fileOf(kind), `${JSON.stringify(schemaOf(kind.schema as z.ZodType))}\n`);
}

describe('The schemas of the book', () => {
  // A kind without a file is newer than the last release: nobody has such documents yet.
  const released = ALL_KINDS.filter((kind) => existsSync(fileOf(kind)));

  it('were released, most of them', () => {
    expect(released.length).toBeGreaterThan(10);
  });

  it.each(released.map((kind) => [kind.name, kind] as const))(
    '%s takes all that it ever took',
    (_name, kind) => {
      // Found something? Raise the format of this kind and say in `migrate` what becomes of older documents.
      expect(refusals(recorded(kind), schemaOf(kind.schema as z.ZodType))).toEqual([]);
    },
  );
});

describe('The check of schemas', () => {
  const before = z.strictObject({
    id: z.string().max(80),
    state: z.enum(['open', 'closed']),
    count: z.int().positive(),
    note: z.string().optional(),
    lines: z.array(z.strictObject({ price: z.string().regex(/^\d+$/) })),
    by: z.record(z.string(), z.int()),
    end: z.union([z.strictObject({ kind: z.literal('done') }), z.strictObject({ kind: z.literal('not') })]),
  });
  const { shape } = before;
  const found = (today: z.ZodType) => refusals(schemaOf(before), schemaOf(today));

  it.each<[string, z.ZodType]>([
    ['nothing', before],
    ['a field that need not be there', before.extend({ more: z.string().optional() })],
    ['a field that need no longer be there', before.partial()],
    ['a value more', before.extend({ state: z.enum(['open', 'closed', 'withdrawn']) })],
    ['a longer text', before.extend({ id: z.string().max(100) })],
    ['any number', before.extend({ count: z.number() })],
    [
      'another way to end',
      before.extend({ end: z.union([shape.end, z.strictObject({ kind: z.literal('x') })]) }),
    ],
  ])('finds no fault where there is new: %s', (_what, today) => {
    expect(found(today)).toEqual([]);
  });

  it.each<[string, z.ZodType, string]>([
    ['a field that has to be there', before.extend({ more: z.string() }), '.more: is needed now'],
    ['one that had not to be', before.required(), '.note: is needed now'],
    ['a field gone', before.omit({ note: true }), '.note: is no longer taken'],
    ['a value gone', before.extend({ state: z.enum(['open']) }), '.state: closed is no longer taken'],
    ['another type', before.extend({ count: z.string() }), '.count: was integer, is string'],
    ['a shorter text', before.extend({ id: z.string().max(8) }), '.id: maxLength was 80, is 8'],
    ['more to be there', before.extend({ lines: shape.lines.min(1) }), '.lines: minItems was none, is 1'],
    [
      'another pattern below',
      before.extend({ lines: z.array(z.strictObject({ price: z.string().regex(/x/) })) }),
      '.lines[].price: pattern was ^\\d+$, is x',
    ],
    [
      'other values of a record',
      before.extend({ by: z.record(z.string(), z.string()) }),
      '.by{}: was integer, is string',
    ],
    ['a way to end gone', before.extend({ end: shape.end.options[0] }), '.end.kind: not is no longer taken'],
  ])('finds: %s', (_what, today, fault) => {
    expect(found(today)).toEqual([fault]);
  });
});
