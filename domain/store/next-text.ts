/**
 * The text of a document's next version, at the cost of what has changed of it. What a change has left alone is the
 * same object as before: its text is known, and that it can be read back too. What is new is written, read back and
 * checked as the text of a file is, and what was read back is what is held: memory has just what the file gives.
 */
import { freeze } from 'immer';
import type { DocumentKind } from './documents.js';
import { envelopeText, type Parsed, parseDocument, parseEnvelope, type Stored, wrapped } from './envelope.js';

/** Below so many characters a document is written and read back whole. */
const SMALL = 16 * 1024;

type Fields = Readonly<Record<string, unknown>>;

/** The text of the next version of a document and how it is held, or why it could not be read back. */
export function nextText<T>(
  kind: DocumentKind<T>,
  next: T,
  before: Stored<T> | undefined,
): { text: string; parsed: Parsed<T> } {
  const version = (before?.version ?? 0) + 1;
  const whole = () => {
    const text = envelopeText(kind, version, next);
    return { text, parsed: parseEnvelope(kind, text) };
  };
  if (!before || before.size < SMALL || !isFields(next) || !isFields(before.document)) return whole();
  const texts = before.texts ?? textsOf(before.document);
  const known = new Known(before.document, texts);
  const parsed = parseDocument(kind, JSON.parse(JSON.stringify(withoutKnown(next, known))));
  // Why it is wrong, or that it only could not be told from a part, is seen in the whole.
  if ('reason' in parsed) return whole();
  const document = withKnown(next, parsed.document as Fields, known);
  const text = wrapped(kind, version, textOfFields(document, texts));
  const stored = { version, document: freeze(document as T, true), size: text.length, texts };
  return { text, parsed: { stored } };
}

/** The text of a list or record in a document, without its brackets, and those of its elements. */
interface FieldText {
  readonly value: object;
  readonly text: string;
  readonly elements: WeakMap<object, string>;
}
/** By the name of the field. */
export type Texts = Map<string, FieldText>;

function textsOf(document: Fields): Texts {
  const texts: Texts = new Map();
  textOfFields(document, texts);
  return texts;
}

/** Which elements stand in the current version as they are. */
class Known {
  constructor(
    private readonly before: Fields,
    private readonly texts: Texts,
  ) {}

  field(field: string, value: unknown): boolean {
    return this.before[field] === value;
  }

  inList(field: string, element: unknown, place: number): boolean {
    if (!isObject(element)) return false;
    const was = this.before[field];
    const stayed = Array.isArray(was) && was[place] === element;
    return stayed || (this.texts.get(field)?.elements.has(element) ?? false);
  }

  inRecord(field: string, key: string, element: unknown): boolean {
    const was = this.before[field];
    return isObject(element) && isFields(was) && Object.hasOwn(was, key) && was[key] === element;
  }
}

/** The document without what is known of its lists and records; one element stays where a list would be empty. */
function withoutKnown(document: Fields, known: Known): Fields {
  return mapped(document, (value, field) => {
    if (Array.isArray(value)) {
      const unknown = known.field(field, value)
        ? []
        : value.filter((element, i) => !known.inList(field, element, i));
      return unknown.length > 0 ? unknown : value.slice(0, 1);
    }
    if (!isRecord(value) || known.field(field, value)) return value;
    return Object.fromEntries(
      Object.entries(value).filter(([key, element]) => !known.inRecord(field, key, element)),
    );
  });
}

/** The document with what is new as it was read back, and all else as it is. */
function withKnown(document: Fields, readBack: Fields, known: Known): Fields {
  return mapped(readBack, (read, field) => {
    const value = document[field];
    if (known.field(field, value)) return value;
    if (Array.isArray(value) && Array.isArray(read)) {
      let at = 0;
      return value.map((element, i) => (known.inList(field, element, i) ? element : read[at++]));
    }
    if (!isRecord(value) || !isFields(read)) return read;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, element]) => {
        if (known.inRecord(field, key, element)) return [[key, element]];
        return Object.hasOwn(read, key) ? [[key, read[key]]] : [];
      }),
    );
  });
}

/** The text of a document of plain JSON. What is not known yet of it is added to the texts. */
function textOfFields(document: Fields, texts: Texts): string {
  return `{${textOfMembers(document, (value, field) => {
    if (!isObject(value)) return JSON.stringify(value);
    const known = texts.get(field);
    const { text } = known?.value === value ? known : textOfField(field, value, texts);
    return Array.isArray(value) ? `[${text}]` : `{${text}}`;
  })}}`;
}

function textOfField(field: string, value: object, texts: Texts): FieldText {
  const known = texts.get(field);
  const elements = known?.elements ?? new WeakMap<object, string>();
  const textOf = (element: unknown) => textOfElement(element, elements);
  const text = Array.isArray(value)
    ? textOfList(value, known, textOf)
    : textOfMembers(value as Fields, textOf);
  const made = { value, text, elements };
  texts.set(field, made);
  return made;
}

/** Where a list has only grown, what has come is put after the text of what was there. */
function textOfList(
  list: readonly unknown[],
  known: FieldText | undefined,
  textOf: (element: unknown) => string,
): string {
  const was: readonly unknown[] = Array.isArray(known?.value) ? known.value : [];
  const grown = was.length > 0 && list.length >= was.length && was.every((element, i) => element === list[i]);
  return withCommas((grown ? list.slice(was.length) : list).map(textOf), grown ? known?.text : '');
}

function textOfMembers(record: Fields, textOf: (value: unknown, key: string) => string): string {
  const members = Object.entries(record).filter(([, value]) => value !== undefined);
  return withCommas(members.map(([key, value]) => `${JSON.stringify(key)}:${textOf(value, key)}`));
}

/** Put together one by one: so the engine refers to long texts and copies them once, when they are written. */
function withCommas(texts: readonly string[], before = ''): string {
  return texts.reduce((all, text) => (all === '' ? text : `${all},${text}`), before);
}

function textOfElement(element: unknown, known: WeakMap<object, string>): string {
  if (!isObject(element)) return JSON.stringify(element);
  const text = known.get(element) ?? JSON.stringify(element);
  known.set(element, text);
  return text;
}

function mapped(fields: Fields, change: (value: unknown, field: string) => unknown): Fields {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, change(value, field)]));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** True for what holds objects only, by their keys: nothing of it has to be there. */
function isRecord(value: unknown): value is Fields {
  return isFields(value) && Object.values(value).every((element) => isObject(element));
}

/** True for an object literal, as JSON gives it; whatever else writes itself in its own way. */
function isFields(value: unknown): value is Fields {
  return isObject(value) && Object.getPrototypeOf(value) === Object.prototype;
}
