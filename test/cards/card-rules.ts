/**
 * The rules that every card keeps, on whatever channel it is shown: the elements that all of them know, within the
 * size and the number of buttons that all of them take, each field with a label, and no name ever read as markup.
 */
import { createRequire } from 'node:module';
import type { Card } from '../../cards/card.js';

/** A name as an enemy would choose it: Markdown, a link, a template expression, HTML, marks that turn the writing round. */
export const HOSTILE = '**Hostile** [l](http://e) ${1+1} <b>x</b> `y` \u202egnp\u202c \u200f_z_';
/** The longest name that the book takes, hostile from the first letter. */
export const LONGEST = HOSTILE.padEnd(200, ' long name');

/** In local mode the desk's own files come from this machine by plain http: a link for one download. */
const OWN_FILE = /^http:\/\/localhost:\d+\/download\/[\w-]{43}$/;
/** One of each language that the desk speaks: the worst case is held in all of them. */
export const LOCALES = ['en-US', 'nl-NL', 'sv-SE'] as const;

const MAX_BYTES = 25 * 1024;
const MAX_ACTIONS = 6;

const common = ['type', 'id', 'spacing', 'separator', 'isVisible'];
const input = [...common, 'label', 'value', 'placeholder'];
const action = ['type', 'title', 'style', 'tooltip'];
/** Each element that may be used, with its properties. Adaptive Cards 1.5 without what some channel lacks. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  AdaptiveCard: ['$schema', 'type', 'version', 'lang', 'speak', 'fallbackText', 'body', 'actions', 'msteams'],
  TextBlock: [
    ...common,
    ...['text', 'size', 'weight', 'color', 'isSubtle', 'wrap', 'maxLines', 'style', 'horizontalAlignment'],
  ],
  RichTextBlock: [...common, 'inlines', 'horizontalAlignment'],
  TextRun: [
    ...['type', 'text', 'size', 'weight', 'color', 'isSubtle', 'italic', 'strikethrough', 'fontType'],
    ...['underline', 'highlight'],
  ],
  Image: [...common, 'url', 'altText', 'size', 'width', 'height', 'horizontalAlignment'],
  Container: [...common, 'items', 'style', 'bleed', 'minHeight', 'verticalContentAlignment'],
  ColumnSet: [...common, 'columns', 'style', 'bleed', 'minHeight', 'horizontalAlignment'],
  Column: [...common, 'items', 'width', 'style', 'minHeight', 'verticalContentAlignment', 'bleed'],
  ActionSet: [...common, 'actions', 'horizontalAlignment'],
  'Input.Text': [...input, 'isMultiline', 'maxLength', 'style'],
  'Input.Number': [...input, 'min', 'max'],
  'Input.Date': [...input, 'min', 'max'],
  'Input.Toggle': [...common, 'label', 'title', 'value', 'valueOn', 'valueOff', 'wrap'],
  'Input.ChoiceSet': [...input, 'choices', 'choices.data', 'style', 'isMultiSelect', 'wrap'],
  // Suggests names in Teams; every other channel passes it over.
  'Data.Query': ['type', 'dataset'],
  choice: ['title', 'value'],
  'Action.Submit': [...action, 'data', 'associatedInputs'],
  'Action.OpenUrl': [...action, 'url'],
};

type Node = Readonly<Record<string, unknown>>;

/** What is wrong with the card, one line for each; nothing for a card that keeps the rules. */
export function checkCard(card: Card): string[] {
  const nodes = [...everyNode(card.content)];
  return [
    ...nodes.flatMap(unknownElements),
    ...libraryFindings(card.content),
    ...limits(card, nodes),
    ...inputs(nodes),
    ...submits(card, nodes),
    ...texts(card, nodes),
    ...pictures(nodes),
  ];
}

function unknownElements(node: Node): string[] {
  const type = typeOf(node);
  const allowed = ALLOWED[type];
  if (!allowed) return [`${type} is not an element that every channel shows`];
  return Object.keys(node)
    .filter((key) => !allowed.includes(key))
    .map((key) => `${type} may not have ${key}`);
}

/** What the Adaptive Cards library itself says of the card, read as schema 1.5. */
function libraryFindings(content: Node): string[] {
  const parsed = new library.AdaptiveCard();
  const context = new library.SerializationContext(library.Versions.v1_5);
  // The library's check of lang keeps state and fails every second time; limits() looks at it instead.
  const { lang: _, ...rest } = content;
  parsed.hostConfig = new library.HostConfig({ actions: { maxActions: MAX_ACTIONS } });
  parsed.parse(JSON.parse(JSON.stringify(rest, withoutSuggestions)), context);
  const events = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message);
  return [...events, ...parsed.validateProperties().validationEvents.map((event) => event.message)];
}

/** Teams takes choices that it asks for in a card of any version; the library knows them from 1.6 on. The rest of the field is checked. */
function withoutSuggestions(_key: string, value: unknown): unknown {
  if (!isNode(value) || !('choices.data' in value)) return value;
  const { 'choices.data': _, ...rest } = value;
  return { ...rest, choices: [{ title: 'one', value: 'one' }] };
}

function limits(card: Card, nodes: readonly Node[]): string[] {
  const bytes = Buffer.byteLength(JSON.stringify(card.content));
  const sets = nodes.flatMap(({ actions }) => (Array.isArray(actions) ? [actions.length] : []));
  return [
    ...(bytes > MAX_BYTES ? [`${bytes} bytes are more than ${MAX_BYTES}`] : []),
    ...sets
      .filter((actions) => actions > MAX_ACTIONS)
      .map((actions) => `${actions} actions in a row are more than ${MAX_ACTIONS}`),
    ...(/^[a-z]{2,3}$/.test(textAt(card.content, 'lang')) ? [] : ['the language is not a language code']),
    ...(card.content.version === '1.5' ? [] : ['the version is not 1.5']),
  ];
}

function inputs(nodes: readonly Node[]): string[] {
  const all = nodes.filter((node) => typeOf(node).startsWith('Input.'));
  const ids = all.map((node) => textAt(node, 'id'));
  return [
    ...all.filter((node) => textAt(node, 'label') === '').map((node) => `${textAt(node, 'id')} has no label`),
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `two inputs are called ${id}`),
    ...ids.filter((id) => id === '').map(() => 'an input has no id'),
  ];
}

/** A picture travels inside the card, and says in words what it shows. */
function pictures(nodes: readonly Node[]): string[] {
  return nodes
    .filter((node) => node.type === 'Image')
    .flatMap((node) => [
      ...(textAt(node, 'url').startsWith('data:image/png;base64,') ? [] : ['a picture is not a PNG of ours']),
      ...(textAt(node, 'altText').trim() === '' ? ['a picture has no alternative text'] : []),
    ]);
}

function submits(card: Card, nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) => {
    if (node.type === 'Action.OpenUrl') {
      const url = textAt(node, 'url');
      return url.startsWith('https://') || OWN_FILE.test(url) ? [] : ['a link is not https'];
    }
    if (node.type !== 'Action.Submit') return [];
    const data = isNode(node.data) ? node.data : {};
    const stamped = data.kind === card.kind && data.cardId === card.cardId && textAt(data, 'do') !== '';
    return [
      ...(stamped ? [] : [`${textAt(node, 'title')} does not say kind, cardId and do`]),
      ...(textAt(node, 'title') === '' ? ['a button has no title'] : []),
      ...Object.entries(data)
        .filter(([, value]) => typeof value !== 'string')
        .map(([key]) => `${key} of a submit is not a string`),
    ];
  });
}

function texts(card: Card, nodes: readonly Node[]): string[] {
  return [
    ...nodes.flatMap((node) => strings(node).flatMap(([key, value]) => textFaults(typeOf(node), key, value))),
    ...nodes
      .filter((node) => node.type === 'RichTextBlock' && runs(node).trim() === '')
      .map(() => 'a text has no words'),
    ...(card.text.trim() === '' ? ['the text version is empty'] : []),
    ...(card.text.startsWith(firstLine(textAt(card.content, 'fallbackText')))
      ? []
      : ['the fallback text is not the text version']),
  ];
}

/** Where names may stand: text runs, labels, values and choice titles; there without anything that is read as markup. */
function textFaults(type: string, key: string, value: string): string[] {
  const readsMarkdown = type === 'TextBlock' || (type.startsWith('Action.') && key === 'title');
  return [
    ...(value.replaceAll('${1+1}', '').includes('${') ? [`${type}.${key} is not filled in: ${value}`] : []),
    ...(readsMarkdown && value.includes('Hostile') ? [`${type}.${key} shows a name: ${value}`] : []),
    ...(type === 'TextBlock' && key === 'text' && value === '' ? ['a TextBlock is empty'] : []),
    ...(key !== 'value' && /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(value)
      ? [`${type}.${key} turns the direction of writing`]
      : []),
  ];
}

/** Every element, action and choice of the card, outermost first. */
function* everyNode(node: unknown): Generator<Node> {
  if (Array.isArray(node)) {
    for (const child of node) yield* everyNode(child);
  } else if (isNode(node)) {
    yield node;
    for (const [key, child] of Object.entries(node))
      if (key !== 'data' && key !== 'msteams') yield* everyNode(child);
  }
}

function typeOf(node: Node): string {
  const type = textAt(node, 'type');
  if (type !== '') return type;
  return 'title' in node && 'value' in node
    ? 'choice'
    : 'items' in node || 'width' in node
      ? 'Column'
      : 'nameless';
}

function runs(node: Node): string {
  return Array.isArray(node.inlines)
    ? node.inlines.map((run) => (isNode(run) ? textAt(run, 'text') : '')).join('')
    : '';
}

function strings(node: Node): [string, string][] {
  return Object.entries(node).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

function textAt(node: Node, key: string): string {
  const value = node[key];
  return typeof value === 'string' ? value : '';
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function isNode(value: unknown): value is Node {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The browser bundle: the library's own ES modules do not load in node. */
interface Library {
  readonly AdaptiveCard: new () => {
    hostConfig: object;
    parse(content: Node, context: object): void;
    validateProperties(): { readonly validationEvents: readonly { readonly message: string }[] };
  };
  readonly SerializationContext: new (
    version: object,
  ) => { readonly eventCount: number; getEventAt(index: number): { readonly message: string } };
  readonly HostConfig: new (config: object) => object;
  readonly Versions: { readonly v1_5: object };
}
const library: Library = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js');
