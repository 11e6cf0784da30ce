/**
 * A template and a view model become a card. Templates are files of ours, expanded once each time and never
 * twice; view models hold strings, booleans and lists of those, so nothing that a user or a name says is ever
 * evaluated (a name "${1+1}" stays those six characters).
 */
import { readFileSync } from 'node:fs';
import { Template } from 'adaptivecards-templating';
import type { Card } from './card.js';
import { textOf } from './card-text.js';

/** What a template is filled with. Booleans are only for `$when`. */
export type View = { readonly [key: string]: ViewValue };
type ViewValue = string | boolean | View | readonly View[];

/** The name of the property itself, and quotes. */
const FALLBACK_KEY = 40;
/** What a card may weigh: every channel takes that. */
const MOST_BYTES = 25 * 1024;

const templates = new Map<string, Template>();

/**
 * The card of a kind: templates/<kind>.json filled with the view. Every submit carries the kind and the card's id
 * beside the data that the template gives it. What is spoken is the first line, unless said otherwise: the whole
 * card follows, element by element.
 */
export function renderCard(
  kind: string,
  cardId: string,
  view: View,
  options: { speak?: string; lang: string },
): Card {
  const body = template(kind).expand({ $root: view }) as Record<string, unknown>;
  stampSubmits(body, { kind, cardId });
  const text = textOf(body);
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    // The language alone: the schema knows no regions here.
    lang: options.lang.split('-')[0],
    speak: options.speak ?? text.split('\n', 1)[0],
    ...body,
  };
  return { kind, cardId, content: { ...content, fallbackText: fallbackWithin(content, text) }, text };
}

/** The text as far as it fits, whole lines: all of it, but for a card that is nearly full by itself. */
function fallbackWithin(content: object, text: string): string {
  let room = MOST_BYTES - FALLBACK_KEY - Buffer.byteLength(JSON.stringify(content));
  const fitting = text.split('\n').filter((line, i) => {
    room -= Buffer.byteLength(JSON.stringify(line));
    return i === 0 || room > 0;
  });
  return fitting.join('\n');
}

function template(kind: string): Template {
  let known = templates.get(kind);
  if (!known) {
    known = new Template(
      JSON.parse(readFileSync(new URL(`./templates/${kind}.json`, import.meta.url), 'utf8')),
    );
    templates.set(kind, known);
  }
  return known;
}

function stampSubmits(node: unknown, stamp: { kind: string; cardId: string }): void {
  if (Array.isArray(node)) {
    for (const child of node) stampSubmits(child, stamp);
  } else if (node !== null && typeof node === 'object') {
    const element = node as Record<string, unknown>;
    if (element.type === 'Action.Submit') element.data = { ...stamp, ...(element.data as object) };
    for (const child of Object.values(element)) stampSubmits(child, stamp);
  }
}
