/**
 * Reading the text of a large document, such as the list of a hundred thousand customers, without keeping others
 * waiting while all of it is checked: its longest list is checked slice by slice.
 */
import { setImmediate } from 'node:timers/promises';
import { freeze } from 'immer';
import type { DocumentKind } from './documents.js';
import { type Parsed, parseDocument, parseEnvelope, unwrapped } from './envelope.js';

/** Below so many characters a document is checked at once. */
const LARGE = 500_000;
/** Elements of its longest list that are checked before others are let go first. */
const SLICE = 1000;

/** The document in the text of a file, or why it can not be had: what `parseEnvelope` says. */
export async function parseInSlices<T>(kind: DocumentKind<T>, text: string): Promise<Parsed<T>> {
  if (text.length < LARGE) return parseEnvelope(kind, text);
  const envelope = unwrapped(kind, text);
  if ('reason' in envelope) return envelope;
  const { version } = envelope;
  const fields = envelope.document as Record<string, unknown>;
  const { field, list } = longestIn(fields);
  const checked: unknown[] = [];
  let document: Record<string, unknown> = {};
  for (let from = 0; from < Math.max(1, list.length); from += SLICE) {
    const part = list.length > 0 ? { [field]: list.slice(from, from + SLICE) } : {};
    const parsed = parseDocument(kind, { ...fields, ...part });
    // Why it is wrong is said of the whole.
    if ('reason' in parsed) return parseEnvelope(kind, text);
    document = freeze(parsed.document as Record<string, unknown>, true);
    const elements = document[field];
    if (Array.isArray(elements)) checked.push(...elements);
    await setImmediate();
  }
  const whole = list.length > 0 ? { ...document, [field]: checked } : document;
  return { stored: { version, document: freeze(whole as T, true), size: text.length } };
}

/** The longest list among the fields of a document, which may be anything. */
function longestIn(fields: Record<string, unknown> | null): { field: string; list: readonly unknown[] } {
  let longest: { field: string; list: readonly unknown[] } = { field: '', list: [] };
  for (const [field, list] of Object.entries(fields ?? {})) {
    if (Array.isArray(list) && list.length > longest.list.length) longest = { field, list };
  }
  return longest;
}
