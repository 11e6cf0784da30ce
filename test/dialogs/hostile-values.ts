/** What an enemy may put into a field of a card, or into what its button carries. */
import type { DemoDesk } from '../support/demo-desk.js';

export type HostileValue = readonly [name: string, value: unknown];

const BIDI = '\u202e\u2066abc\u2069\u200f';
const ZERO_WIDTH = 'Fab\u200b\u200d\ufeffrikam';

/** The same wherever they are put. Texts of a kind stand together, most telling first. */
export const HOSTILE_VALUES: readonly HostileValue[] = [
  ['nothing', ''],
  ['spaces', ' \u00a0\u2003'],
  ['null', null],
  ['true', true],
  ['an empty list', []],
  ['a list', ['1', '2']],
  ['an object', { $ne: null }],
  ['a deep object', { a: { b: { toString: 'x' } } }],
  ['minus one', '-1'],
  ['zero', '0'],
  ['minus zero', '-0'],
  ['a fraction', '1.5'],
  ['a hair above one', '1.0000000000000001'],
  ['hexadecimal', '0x10'],
  ['an exponent', '1e3'],
  ['1e308', '1e308'],
  ['Infinity as a number', Number.POSITIVE_INFINITY],
  ['twenty nines', '99999999999999999999'],
  ['a thousand nines', '9'.repeat(1000)],
  ['NaN', 'NaN'],
  ['NaN as a number', Number.NaN],
  ['Infinity', 'Infinity'],
  ['digits of another script', '٣'],
  ['a number with a tail', '3; drop'],
  ['no day', '2026-02-30'],
  ['a far day', '+275760-09-13'],
  ['__proto__', '__proto__'],
  ['constructor', 'constructor'],
  ['prototype', 'prototype'],
  ['toString', 'toString'],
  ['hasOwnProperty', 'hasOwnProperty'],
  ['10,000 characters', 'x'.repeat(10_000)],
  ['10,000 commas', ','.repeat(10_000)],
  ['right to left', BIDI],
  ['zero width', ZERO_WIDTH],
  ['control characters', 'a\u0000b\u0007\u001b[31mc\r\nd'],
  ['half a surrogate pair', '\ud800'],
  ['a template', '${1+1} ${$root} {{x}} {%x%}'],
  ['ICU', "{a, plural, one {x} other {y}} '{' }"],
  ['Markdown', '[a](javascript:alert(1)) ![b](http://evil.example/x.png) **c** <at>d</at>'],
  ['HTML', '<img src=x onerror=alert(1)><script>alert(1)</script>'],
  ['SQL', "' OR 1=1; --"],
  ['a path', '../../rival/foreign-customer'],
  ['a URL', 'http://169.254.169.254/latest/meta-data'],
  ['a formula', '=HYPERLINK("http://evil.example","x")'],
];

/** Ids that exist, but belong to somebody or something else. */
export async function foreignIds(demo: DemoDesk): Promise<HostileValue[]> {
  const foreign = await demo.foreignCustomer();
  const contoso = await demo.customer('contoso');
  const adatum = await demo.customer('adatum');
  return [
    ['a customer of another partner', foreign],
    ['the key of a customer of another partner', `rival/${foreign}`],
    ['a reservation of another customer', contoso.reservations[0]?.id],
    ['a subscription of another customer', contoso.subscriptions[0]?.id],
    ['an order of another customer', contoso.orders[0]?.number],
    ['a reservation of a third customer', adatum.reservations[0]?.id],
    ['a user', 'hugo-helpdesk'],
    ['nobody', '00000000-0000-4000-8000-999999999999'],
  ];
}

/** What no card has as a field: prices, rights and names that a client would like to decide on. */
export const EXTRA_FIELDS: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(
    ['unitPrice', 'total', 'payable', 'credit', 'fee', 'net', 'returnedValue', 'cap', 'usd'].map((name) => [
      name,
      '0.01',
    ]),
  ),
  partnerId: 'rival',
  userId: 'giulia-global',
  actor: { partnerId: 'rival', userId: 'x' },
  role: 'GlobalAdmin',
  by: 'giulia-global',
  quoteId: 'made-up',
  attemptId: 'made-up',
  status: 'paid',
  quantity_other: '5',
  hasOwnProperty: 'x',
  constructor: { prototype: { polluted: true } },
  toString: 'x',
  ...JSON.parse('{"__proto__":{"polluted":true},"prototype":{"polluted":true}}'),
};
