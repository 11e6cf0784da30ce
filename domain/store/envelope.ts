/** What stands in the file of a document: {"format": n, "version": m, "document": {...}}. */
import { freeze } from 'immer';
import { z } from 'zod';
import type { RefusalFacts } from '../refusals.js';
import type { DocumentKind } from './documents.js';
import type { Texts } from './next-text.js';

export type UnreadableReason = Extract<RefusalFacts, { code: 'DocumentUnreadable' }>['reason'];

/** A document as it is held in memory: deeply frozen, and just what its file gives. */
export interface Stored<T> {
  /** Goes up by one with each write; the first is 1. */
  readonly version: number;
  readonly document: T;
  /** Length of the text of its file. */
  readonly size: number;
  /** Texts of its parts, once it has been written (see next-text.ts). */
  readonly texts?: Texts;
}

export type Parsed<T> =
  | { readonly stored: Stored<T> }
  | { readonly reason: UnreadableReason; readonly cause: unknown };

const formatSchema = z.object({ format: z.int().positive() });
const envelopeSchema = z.strictObject({
  format: z.int().positive(),
  version: z.int().positive(),
  document: z.unknown(),
});

/** The text of a document's file. */
export function envelopeText<T>(kind: DocumentKind<T>, version: number, document: T): string {
  return wrapped(kind, version, JSON.stringify(document));
}

/** The text of a file around that of the document itself. */
export function wrapped({ format }: DocumentKind<unknown>, version: number, document: string): string {
  return `{"format":${format},"version":${version},"document":${document}}\n`;
}

/** The document in the text of a file, or why it can not be had. */
export function parseEnvelope<T>(kind: DocumentKind<T>, text: string): Parsed<T> {
  const envelope = unwrapped(kind, text);
  if ('reason' in envelope) return envelope;
  const parsed = parseDocument(kind, envelope.document);
  if ('reason' in parsed) return parsed;
  const document = freeze(parsed.document, true);
  return { stored: { version: envelope.version, document, size: text.length } };
}

type Unreadable = Exclude<Parsed<unknown>, { stored: unknown }>;

/** What the text of a file has around its document, in the format of today; the document itself is not checked yet. */
export function unwrapped(
  kind: DocumentKind<unknown>,
  text: string,
): { readonly version: number; readonly document: unknown } | Unreadable {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    return { reason: 'cutOff', cause };
  }
  // A newer format may have another envelope as well: only its number is looked at.
  const format = formatSchema.safeParse(json);
  if (format.success && format.data.format > kind.format) {
    return { reason: 'newerVersion', cause: new Error(`format ${format.data.format}`) };
  }
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) return { reason: 'wrongShape', cause: envelope.error };
  const { version, document } = envelope.data;
  try {
    return { version, document: inNewestFormat(kind, envelope.data.format, document) };
  } catch (cause) {
    return { reason: 'wrongShape', cause };
  }
}

/**
 * What a document of this or an older format is in that of today. Its file stays as it is until the document is changed.
 * @throws whatever a step does that can not make anything of it.
 */
export function inNewestFormat(
  { name, format, migrate = {} }: DocumentKind<unknown>,
  of: number,
  document: unknown,
): unknown {
  let next = document;
  for (let step = of; step < format; step++) {
    const migration = migrate[step];
    if (!migration) throw new Error(`nothing says how ${name} of format ${step} are to be read`);
    next = migration(next);
  }
  return next;
}

/** The document that a value read from a text is, or why it is none. */
export function parseDocument<T>(
  kind: DocumentKind<T>,
  value: unknown,
): { readonly document: T } | Unreadable {
  const parsed = kind.schema.safeParse(value);
  return parsed.success ? { document: parsed.data } : { reason: 'wrongShape', cause: parsed.error };
}
