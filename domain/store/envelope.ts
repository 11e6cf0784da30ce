/** What stands in the file of a document: {"format": n, "version": m, "document": {...}}. */
import { freeze } from 'immer';
import { z } from 'zod';
import type { RefusalFacts } from '../refusals.js';
import type { DocumentKind } from './documents.js';

export type UnreadableReason = Extract<RefusalFacts, { code: 'DocumentUnreadable' }>['reason'];

/** A document as it is held in memory: deeply frozen, and just what its file gives. */
export interface Stored<T> {
  /** Goes up by one with each write; the first is 1. */
  readonly version: number;
  readonly document: T;
  /** Length of the text of its file. */
  readonly size: number;
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
  return `${JSON.stringify({ format: kind.format, version, document })}\n`;
}

/** The document in the text of a file, or why it can not be had. */
export function parseEnvelope<T>(kind: DocumentKind<T>, text: string): Parsed<T> {
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
  const document = kind.schema.safeParse(envelope.data.document);
  if (!document.success) return { reason: 'wrongShape', cause: document.error };
  return {
    stored: {
      version: envelope.data.version,
      document: freeze(document.data, true),
      size: text.length,
    },
  };
}
