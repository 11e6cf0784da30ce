/** The cards and tables of order history and activity log (rules sections 2, 6 and 7). */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Card } from '../../cards/card.js';
import { csvOf } from '../../cards/csv.js';
import { type HistoryShown, historyCard } from '../../cards/views/history.js';
import { activityTable, ordersTable } from '../../cards/views/history-table.js';
import { orderCard } from '../../cards/views/order.js';
import { wordsFor } from '../../cards/words.js';
import type { History, HistoryRow } from '../../domain/answers.js';
import type { ActivityRecord, Order } from '../../domain/model.js';
import { activityRecord, order, stamp, user } from '../support/builders.js';
import { recordsOf } from '../support/csv.js';
import { plainSpaces } from '../support/shown-card.js';
import { checkCard, HOSTILE, LONGEST } from './card-rules.js';
import { longPlaced, placed } from './facts.js';

const words = wordsFor('en-US');
const ask = { cardId: 'card1' };
const LINK = `http://localhost:3978/download/${'a'.repeat(43)}`;
const said = (card: Card) => plainSpaces(card.text);

const row = <T>(entry: T, customerName = 'Fabrikam'): HistoryRow<T> => ({
  customerId: 'fabrikam',
  customerName,
  entry,
});
const history = <T>(entries: readonly HistoryRow<T>[], more: Partial<History<T>> = {}): History<T> => ({
  rows: { items: entries, total: entries.length, page: 1, pages: 1 },
  kinds: ['virtualMachines'],
  users: [{ id: 'ada', name: 'Ada Admin' }],
  unreadable: [],
  ...more,
});
const orders = (entries: readonly Order[], more: Partial<History<Order>> = {}): HistoryShown => ({
  job: 'orders',
  history: history(
    entries.map((entry) => row(entry)),
    more,
  ),
});
const activity = (
  entries: readonly ActivityRecord[],
  more: Partial<History<ActivityRecord>> = {},
): HistoryShown => ({
  job: 'activity',
  history: history(
    entries.map((entry) => row(entry)),
    { kinds: ['buy'], ...more },
  ),
});
const card = (shown: HistoryShown, more: Partial<Parameters<typeof historyCard>[1]> = {}) =>
  historyCard(words, { shown, filter: {}, csv: 'offered', ...more }, ask);

const hostile = stamp(user({ name: LONGEST, roles: ['AdminAgent', 'GlobalAdmin', 'UserManagementAdmin'] }));
const many = {
  kinds: Array.from({ length: 60 }, (_, i) => `what was done in some way or other ${i}`),
  users: Array.from({ length: 300 }, (_, i) => ({ id: `user-${i}`, name: LONGEST })),
  unreadable: Array.from({ length: 100 }, () => LONGEST),
};
const page = <T>(items: readonly HistoryRow<T>[]) => ({ items, total: 100_000, page: 2, pages: 12_500 });
const longOrder = {
  ...longPlaced.order,
  by: hostile,
  placement: { state: 'placed', number: LONGEST },
} as const;
const longRecord = activityRecord({
  by: hostile,
  action: LONGEST,
  subject: LONGEST,
  before: LONGEST,
  after: LONGEST,
  outcome: 'refused',
  refusal: { code: 'NeedsAccess', subscription: LONGEST },
});
const wrong = Object.fromEntries(
  ['customer', 'from', 'to', 'kind', 'user', 'order'].map((id) => [id, `This is wrong: ${HOSTILE}`]),
);
const mess = { ...ask, entries: { customer: LONGEST, from: LONGEST, to: LONGEST }, errors: wrong };
const eight = <T>(entry: T) => Array.from({ length: 8 }, () => row(entry, LONGEST));

const CARDS: Record<string, Card> = {
  orders: card(orders([order(), order({ boughtByCustomer: 'Kim' })])),
  'orders of one customer': card(orders([order()], { customerName: 'Fabrikam' })),
  'no orders': card(orders([])),
  'orders with a link': card(orders([order()]), { csv: { url: LINK } }),
  'the activity log': card(activity([activityRecord(), activityRecord({ byCustomer: 'Kim' })])),
  'an order': orderCard(words, placed, ask),
  'the longest orders': historyCard(
    words,
    {
      shown: { job: 'orders', history: { ...many, rows: page(eight(longOrder)) } },
      filter: { user: 'gone', kind: 'gone' },
      csv: { url: LINK },
    },
    mess,
  ),
  'the longest activity log': historyCard(
    words,
    {
      shown: { job: 'activity', history: { ...many, rows: page(eight(longRecord)) } },
      filter: { user: 'gone', kind: LONGEST },
      csv: 'offered',
    },
    mess,
  ),
  'the longest order': orderCard(words, { ...longPlaced, order: { ...longPlaced.order, by: hostile } }, ask),
};

describe('every card of a history', () => {
  it.each(Object.entries(CARDS))('keeps the rules of cards: %s', (_, each) => {
    expect(checkCard(each)).toEqual([]);
  });

  it('is refused by these rules with a link to anywhere else', () => {
    const elsewhere = card(orders([order()]), { csv: { url: 'http://elsewhere.example/download/x' } });
    expect(checkCard(elsewhere)).toEqual(['a link is not https']);
  });
});

describe('a row of the order history', () => {
  it('says what, when, by whom and as what, for whom, its number, where it stands and the amount', () => {
    expect(said(card(orders([order()])))).toMatch(
      /1 · 1 × Standard_D2s_v5 — West Europe · 1 year {2}USD 3,650.00\nJan 1, 2021, 12:00 UTC · Ada Admin \(Admin agent\)\nFabrikam · RD-1 · Recorded here\n/,
    );
  });

  it('does not repeat the customer whose history it is', () => {
    const text = said(card(orders([order()], { customerName: 'Fabrikam' })));
    expect(text).toContain('(Admin agent)\nRD-1 · Recorded here');
  });

  it('marks what the customer bought by itself', () => {
    const text = said(card(orders([order({ boughtByCustomer: 'Kim Lee' })])));
    expect(text).toContain('Kim Lee, at the customer');
    expect(text).toContain('Bought by the customer itself');
    expect(said(CARDS['orders of one customer'] ?? card(orders([])))).not.toContain('Bought by the customer');
  });

  it('says how many items there are beside the first, and under which number it is placed', () => {
    const [item] = order().items;
    const two = order({ items: item ? [item, item] : [], placement: { state: 'placed', number: 'MS-7' } });
    expect(said(card(orders([two])))).toMatch(/1 year, and 1 more [^[]*Placed in Partner Center: MS-7/);
  });
});

describe('a row of the activity log', () => {
  const text = (record: Partial<ActivityRecord>) => said(card(activity([activityRecord(record)])));

  it('says the action in words, the change, and that it is done', () => {
    expect(text({ action: 'file refund', after: '59.61 USD' })).toMatch(
      /Refund filed {2}Done\nJan 1, 2021, 12:00 UTC · Ada Admin \(Admin agent\)\nFabrikam · RD-1 · USD 59.61\n/,
    );
    expect(text({ before: 'off', after: 'on' })).toContain('off → on');
    expect(text({ after: '3 VMS' })).toContain('3 VMS');
    expect(text({ before: 'open', after: 'paid 5.00 EUR' })).toContain('open → paid EUR 5.00');
  });

  it.each([
    ['settle request', 'paid 1234.50 EUR', 'betaald: EUR 1.234,50', 'betald: 1 234,50 EUR'],
    ['settle request', 'done, order RD-7', 'voltooid, bestelling RD-7', 'genomförd, beställning RD-7'],
    ['settle request', 'declined: too late, open', 'afgewezen: too late, open', 'avslagen: too late, open'],
    ['settle request', 'withdrawn', 'ingetrokken', 'återkallad'],
    ['placed in Partner Center', 'placed MS-77', 'geplaatst: MS-77', 'inlagt: MS-77'],
    ['take on request', 'nobody', 'niemand', 'ingen'],
    [
      'set references',
      'ticket 12, case –',
      'nummer van Microsoft 12, zaak –',
      'Microsofts nummer 12, ärende –',
    ],
    ['ask colleague', 'cart, Ada Admin', 'bestelling, Ada Admin', 'beställning, Ada Admin'],
    [
      'add Azure plan',
      'agreement accepted on 2021-01-05',
      'overeenkomst geaccepteerd op 5 jan 2021',
      'avtal godkänt 5 jan. 2021',
    ],
    [
      'complete reservation',
      '365.00 EUR, 2021-01-05, oneTime',
      'EUR 365,00, 5 jan 2021, eenmalig',
      '365,00 EUR, 5 jan. 2021, engångsbetalning',
    ],
    ['import data', '12 new, 3 changed', '12 nieuw, 3 gewijzigd', '12 nya, 3 ändrade'],
    ['set rate', '1.10 (2021-01-05)', '1,10 van 5 jan 2021', '1,10 från 5 jan. 2021'],
    ['set customer prices', '12.5%, 5.00 EUR', '12,5%, EUR 5,00', '12,5 %, 5,00 EUR'],
    ['configure reservation', 'shared, Production', 'gedeeld, Production', 'delad, Production'],
    ['set country', 'SE', 'Zweden', 'Sverige'],
    ['correct country', 'nowhere', 'nowhere', 'nowhere'],
  ])('says what was noted in every language: %s, "%s"', (action, after, dutch, swedish) => {
    const shown = activity([activityRecord({ action, after })]);
    const [nl, sv] = ['nl-NL', 'sv-SE'].map((locale) =>
      said(historyCard(wordsFor(locale), { shown, filter: {}, csv: 'offered' }, ask)),
    );
    expect(nl).toContain(`RD-1 · ${dutch}\n`);
    expect(sv).toContain(`RD-1 · ${swedish}\n`);
  });

  it('says in words why an attempt was refused', () => {
    const said_ = text({
      outcome: 'refused',
      refusal: { code: 'ReservationsNotSoldInMarket', country: 'NE' },
    });
    expect(said_).toContain('Reservations are not sold in Niger\nMicrosoft does not offer');
    expect(said_).toContain('Refused');
  });

  it.each([{ code: 'OfAnotherTime' }, { code: 'ReservationsNotSoldInMarket' }])(
    'shows a refusal that the words of today can not take by its code: %j',
    (refusal) => {
      expect(text({ outcome: 'refused', refusal })).toContain(refusal.code);
    },
  );

  it('shows an action that has no words yet as the log names it', () => {
    expect(text({ action: 'polish the brass' })).toContain('polish the brass');
  });

  it('says so where nobody is recorded, and marks what the customer did by itself', () => {
    const { by: _, ...nobody } = activityRecord();
    expect(said(card(activity([nobody])))).toContain('nobody recorded');
    expect(text({ byCustomer: 'Kim Lee' })).toContain('Done by the customer itself');
  });

  it('has words for every action that the code writes', () => {
    const domain = resolve(import.meta.dirname, '../../domain');
    const sources = readdirSync(domain, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.ts$/.test(name),
    );
    const written = sources.flatMap((file) => {
      const text = readFileSync(join(domain, file), 'utf8');
      const patterns = [/action: '([^']+)'/g, /record\('([^']+)'/g, /const [A-Z_]+ = '([^']+ [^']+)';/g];
      return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, action = '']) => action));
    });
    expect(written).toEqual(expect.arrayContaining(['buy', 'settle request', 'placed in Partner Center']));
    expect(written.filter((action) => !words.has(`history.action.${action}`))).toEqual([]);
  });
});

describe('the list', () => {
  it('says where it is, and has the buttons that lead on', () => {
    const middle = { rows: { items: [row(order())], total: 17, page: 2, pages: 3 } };
    const text = said(card(orders([], middle)));
    expect(text).toContain('9–9 of 17, newest first');
    expect(text).toContain('[Show]  [Open]  [Show 17–17 of 17]  [Newer]  [CSV file]  [Close]');
  });

  it('says that there is nothing yet, or that nothing fits', () => {
    expect(said(card(orders([])))).toContain('There are no orders yet.');
    expect(said(card(activity([]), { filter: { from: '2021-01-01' } }))).toContain(
      'Nothing fits this filter.',
    );
  });

  it('names the customers that are missing in it', () => {
    const text = said(card(orders([order()], { unreadable: ['Contoso', 'Adatum'] })));
    expect(text).toContain('Missing here, because the file can not be read: Contoso and Adatum.');
  });

  it('offers no file where there is no way to fetch it', () => {
    expect(said(card(orders([order()]), { csv: 'none' }))).not.toContain('CSV');
  });
});

describe('an order', () => {
  it('shows its items with their IDs, when and by whom, where it is placed, and the total', () => {
    const text = said(orderCard(words, placed, ask));
    expect(text).toContain('Order O-2026-000123');
    expect(text).toContain('Placement  Recorded here');
    expect(text).toContain('2 × USD 519.00 · One-time · Shared');
    expect(text).toContain(`Reservation ID ${placed.order.items[0]?.reservationId}`);
    expect(text).toContain('Subscription Fabrikam Production');
    expect(text).toContain('Total  USD 1,038.00');
  });
});

describe('the tables', () => {
  const read = (csv: string) => {
    const [head = [], ...rows] = recordsOf(csv);
    return rows.map((cells) => Object.fromEntries(head.map((name, i) => [name, cells[i]])));
  };

  it('have one line for each item of an order, whose prices add up to its total', () => {
    const [item] = order().items;
    const two = order({ items: item ? [item, { ...item, price: '-1.00' }] : [] });
    const rows = read(csvOf(ordersTable(words, { rows: [row(two, '=Fabrikam, "Inc."')], unreadable: [] })));
    expect(rows.map(({ Price }) => Price)).toEqual(['3650.00', '-1.00']);
    expect(rows[0]).toMatchObject({
      'When (UTC)': '2021-01-01 12:00:00',
      Customer: `'=Fabrikam, "Inc."`,
      Who: 'Ada Admin',
      'User ID': 'ada',
      Roles: 'Admin agent',
      'By the customer itself': 'no',
      'Order number': 'RD-1',
      Type: 'Virtual machines',
      Quantity: '1',
      Currency: 'USD',
      'Reservation ID': 'res-1',
      Placement: 'Recorded here',
    });
  });

  it('mark what the customer did by itself, and say why an attempt was refused', () => {
    const own = activityRecord({ byCustomer: 'Kim Lee' });
    const refusal = { code: 'ReservationsNotSoldInMarket', country: 'NE' };
    const no = activityRecord({ outcome: 'refused', refusal, before: '-5.00 USD' });
    const [first, second] = read(csvOf(activityTable(words, { rows: [row(own), row(no)], unreadable: [] })));
    expect(first).toMatchObject({ Who: 'Kim Lee', 'By the customer itself': 'yes', Action: 'Purchase' });
    expect(second).toMatchObject({
      Outcome: 'Refused',
      Before: expect.stringMatching(/^'-USD\s5\.00$/),
      'Why refused': expect.stringMatching(/^Reservations are not sold in Niger\. Microsoft does not/),
    });
  });

  it('say what was noted as the card does', () => {
    const settled = activityRecord({ before: 'open', after: 'declined: =too late' });
    const { rows } = activityTable(wordsFor('sv-SE'), { rows: [row(settled)], unreadable: [] });
    expect(rows[0]).toEqual(expect.arrayContaining(['öppen', 'avslagen: =too late']));
  });

  it('name the customers that are missing, each on a line of its own', () => {
    const [line] = read(csvOf(ordersTable(words, { rows: [], unreadable: ['+Contoso'] })));
    expect(line).toMatchObject({
      'When (UTC)': 'not included: the file of this customer can not be read',
      Customer: `'+Contoso`,
      Price: '',
    });
  });
});
