/** Activities as an enemy sends them: those of a real conversation, with anything at all done to them. */
import fc from 'fast-check';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What a card that was shown sends back; its id is put in when it is sent. */
const SUBMITS: readonly Record<string, Json>[] = [
  { do: 'next', customer: 'none' },
  { do: 'search', search: 'fab' },
  { do: 'next', reservation: 'none', reservations: 'a,b' },
  { do: 'page', page: '2' },
  { do: 'start', job: 'refund', customerId: 'none' },
  { do: 'start', job: 'orders' },
  { do: 'cancel' },
  { do: 'next', quantity: '2', product: 'none', term: 'P1Y', region: 'westeurope' },
];
/** Nothing that confirms: "buy" at the review would order, as it should. */
const TEXTS = [
  'hello',
  'help',
  'start over',
  'buy fabrikam',
  '1 x 2',
  'refund fabrikam',
  '1',
  '2 x 5',
  'exchange contoso',
  'orders',
  'what needs attention',
  'settings',
  'nederlands',
  'english',
  'more',
  'cancel',
  'act as sales agent',
  'act as admin agent',
  'what would cancelling Fabrikam’s D2s pay on 3 March?',
  'customer,product,quantity\nfabrikam,B1ms,2',
];
const TYPES = [
  'message',
  'messageUpdate',
  'messageDelete',
  'messageReaction',
  'conversationUpdate',
  'installationUpdate',
  'endOfConversation',
  'event',
  'invoke',
  'typing',
  'command',
  'handoff',
  'suggestion',
  'trace',
  'delay',
  'invokeResponse',
  'teleport',
];
const INVOKES = [
  'adaptiveCard/action',
  'application/search',
  'signin/verifyState',
  'composeExtension/query',
  'task/fetch',
  'fileConsent/invoke',
  'healthcheck',
];

const word = fc.constantFrom(
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    '../..',
    '${1+1}',
    '{a, plural}',
    '\u202eabc',
    '\u0000',
  ],
  ...[
    'NaN',
    '1e309',
    '-1',
    '2026-99-99T99:99:99Z',
    'http://evil.example/',
    'x'.repeat(25_000),
    '<at>Bot</at>',
  ],
);
/** Anything that JSON can say. */
const junk: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 2, arbitrary: fc.constantFrom<Json>(null, true, 0, -1, 1e308, '', [], {}, [[]], [null], [{}]) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json> },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 2000 }).map(nested) },
);

/** What is done to one place of an activity; the place is chosen among all there are. */
const mutation = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('replace', 'remove', 'wrap', 'add'),
  key: fc.oneof(
    word,
    fc.constantFrom('value', 'entities', 'attachments', 'channelData', 'membersAdded', 'locale'),
  ),
  value: junk,
});
type Mutation = typeof mutation extends fc.Arbitrary<infer M> ? M : never;

const real = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(...TEXTS).map((text): Record<string, Json> => ({ type: 'message', text })),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(...SUBMITS).map((value): Record<string, Json> => ({ type: 'message', value })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...TYPES), fc.constantFrom(...INVOKES), junk)
      .map(([type, name, value]): Record<string, Json> => ({ type, name, value })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Record<string, Json>>(
      { type: 'conversationUpdate', membersAdded: [{ id: 'user' }] },
      { type: 'installationUpdate', action: 'add' },
      {
        type: 'invoke',
        name: 'application/search',
        value: { queryText: 'fab', queryOptions: { skip: 0, top: 15 }, dataset: 'customers' },
      },
      {
        type: 'message',
        text: '',
        attachments: [{ contentType: 'text/csv', name: 'a.csv', content: 'YSxi' }],
      },
      {
        type: 'message',
        text: '',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.teams.file.download.info',
            name: 'a.csv',
            content: { downloadUrl: 'http://127.0.0.1:1/' },
          },
        ],
      },
      {
        type: 'message',
        text: '<at>Bot</at> help',
        entities: [{ type: 'mention', mentioned: { id: 'bot' } }],
      },
    ),
  },
);

/** One thing to send: by which way, of which conversation, under which id, and what has been done to it. */
export const sending = fc.record({
  way: fc.constantFrom('channel', 'channel', 'channel', 'page', 'page', 'upload', 'poll', 'raw'),
  activity: real,
  mutations: fc.array(mutation, { maxLength: 3 }),
  conversation: fc.nat({ max: 20 }),
  user: fc.nat({ max: 5 }),
  channel: fc.constantFrom('msteams', 'emulator', 'webchat', 'directline'),
  /** Ids come again now and then, as a channel that delivers again sends them. */
  id: fc.nat({ max: 5000 }),
  /** For "raw": where the body is cut off, and what it says it is. */
  cut: fc.nat({ max: 2000 }),
  header: fc.constantFrom(
    'application/json',
    'text/plain',
    'application/json; charset=utf-7',
    'multipart/form-data',
    '',
  ),
  text: fc.string({ unit: 'binary', maxLength: 60 }),
});
export type Sending = typeof sending extends fc.Arbitrary<infer S> ? S : never;

/** The activity with everything done to it. */
export function mutated(activity: Readonly<Record<string, Json>>, mutations: readonly Mutation[]): Json {
  return mutations.reduce<Json>((whole, mutation) => {
    const places = placesIn(whole);
    return changed(whole, places[mutation.at % places.length] ?? [], mutation);
  }, activity);
}

function changed(node: Json, path: readonly string[], mutation: Mutation): Json {
  const [key, ...rest] = path;
  const { how, value } = mutation;
  if (key === undefined) {
    if (how === 'wrap') return [node];
    if (how === 'add' && isObject(node)) return withKey(node, mutation.key, value);
    return value;
  }
  if (Array.isArray(node)) {
    const index = Number(key);
    return node.flatMap((part: Json, i): Json[] => {
      if (i !== index) return [part];
      return how === 'remove' && rest.length === 0 ? [] : [changed(part, rest, mutation)];
    });
  }
  if (!isObject(node)) return node;
  if (how === 'remove' && rest.length === 0)
    return Object.fromEntries(Object.entries(node).filter(([name]) => name !== key));
  return withKey(node, key, changed(node[key] ?? null, rest, mutation));
}

/** Also for a key such as "__proto__", which a plain assignment would not set. */
function withKey(node: Readonly<Record<string, Json>>, key: string, value: Json): Json {
  return Object.fromEntries([...Object.entries(node).filter(([name]) => name !== key), [key, value]]);
}

function placesIn(node: Json, path: readonly string[] = []): (readonly string[])[] {
  if (node === null || typeof node !== 'object' || path.length > 6) return [path];
  return [path, ...Object.entries(node).flatMap(([key, part]) => placesIn(part, [...path, key]))];
}

function isObject(node: Json): node is { readonly [key: string]: Json } {
  return node !== null && typeof node === 'object' && !Array.isArray(node);
}

function nested(depth: number): Json {
  let value: Json = 'deep';
  for (let i = 0; i < depth; i += 1) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}
