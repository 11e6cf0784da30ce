/** The cards of requests after they are filed, and of what is marked as placed. */
import { describe, expect, it } from '@jest/globals';
import type { Card } from '../../cards/card.js';
import { chooseRequestCard } from '../../cards/views/choose-request.js';
import { chooseUnplacedCard, markedPlacedText, markPlacedCard } from '../../cards/views/mark-placed.js';
import { requestCard } from '../../cards/views/request.js';
import { requestOutcomeCard } from '../../cards/views/request-outcome.js';
import { requestReferencesCard } from '../../cards/views/request-references.js';
import { settleRequestCard } from '../../cards/views/settle-request.js';
import { wordsFor } from '../../cards/words.js';
import type { Placeable, RequestDetail, RequestList, Settlement } from '../../domain/answers.js';
import type { ReturnRequest } from '../../domain/model.js';
import { checkCard, HOSTILE, LONGEST } from './card-rules.js';
import { firstPage, placed } from './facts.js';
import {
  ANNA,
  aReservation,
  D3,
  E4,
  F1,
  refundQuote,
  requestFiled,
  said,
  WORST_EXCHANGE,
  worstPage,
} from './reservation-samples.js';

const words = wordsFor('en-US');
const ask = { cardId: 'card1' };
const WORST_PERSON = { userId: 'u'.repeat(80), name: LONGEST, roles: ['AdminAgent' as const] };
/** Everything filled in with hostile text, and everything wrong. */
const mess = (ids: readonly string[]) => ({
  ...ask,
  entries: Object.fromEntries(ids.map((id) => [id, LONGEST])),
  errors: Object.fromEntries(ids.map((id) => [id, `This is wrong: ${HOSTILE}`])),
});

function detail(
  quote: ReturnRequest['quote'] = refundQuote(D3),
  over: Partial<RequestDetail> & { filed?: Partial<ReturnRequest> } = {},
): RequestDetail {
  const { filed = {}, ...rest } = over;
  return {
    ...requestFiled(quote, { request: filed }),
    ageDays: 4,
    total:
      quote.kind === 'refund'
        ? { amount: quote.figures.payable, currency: quote.figures.currency }
        : { amount: quote.netToPay, currency: quote.currency },
    mine: false,
    mayManage: true,
    ...rest,
  };
}
const worstDetail = (over: Parameters<typeof detail>[1] = {}): RequestDetail =>
  detail(WORST_EXCHANGE, {
    customerName: LONGEST,
    reservations: worstPage().items.map(({ reservation }) => reservation),
    ...over,
    filed: {
      by: WORST_PERSON,
      contact: { name: LONGEST, email: LONGEST, phone: LONGEST, method: 'phone' },
      assignee: { at: '2026-11-21T09:00:00Z', by: WORST_PERSON },
      ticketNumber: 'x'.repeat(60),
      caseReference: HOSTILE.slice(0, 60),
      ...over.filed,
    },
  });

function list(items: readonly RequestDetail[], over: Partial<RequestList> = {}): RequestList {
  return { requests: firstPage(items), unreadable: [], ...over };
}

function settlement(over: Partial<Settlement> = {}, one = detail()): Settlement {
  const { request, customerId, customerName, ageDays, total, reservations } = one;
  const cap = (usedUsd: string, leftUsd: string) => ({ capUsd: '50000.00', usedUsd, leftUsd });
  return {
    ...{ request, customerId, customerName, ageDays, ...(total ? { total } : {}), reservations },
    state: 'paid',
    paidAmount: '3000.00',
    quoted: '3159.20',
    becomes: 'refunded',
    purchases: [],
    capBefore: cap('3159.20', '46840.80'),
    capAfter: cap('3000.00', '47000.00'),
    ...over,
  };
}
const recordedAs = (state: ReturnRequest['state'], reason?: string) =>
  detail(undefined, {
    filed: { state, outcome: { at: '2021-02-01T10:00:00Z', by: ANNA, ...(reason ? { reason } : {}) } },
  });

const order: Placeable = {
  what: 'order/RD-1',
  kind: 'order',
  number: 'RD-1',
  at: '2026-11-21T09:00:00Z',
  by: 'Anna Admin',
  total: { amount: '1038.00', currency: 'USD' },
  placement: { state: 'recorded' },
};
const permission: Placeable = { ...order, what: 'permission/x', kind: 'permissionOff', number: '' };
const about = { customerId: 'c-1', customerName: 'Contoso Ltd' };
const longPlaceable = { ...order, what: `order/${'R'.repeat(80)}`, number: 'R'.repeat(80), by: LONGEST };

const cards: Record<string, Card> = {
  'the list': chooseRequestCard(words, { list: list([detail(), detail(E4)]), onlyOpen: true }, ask),
  'an empty list': chooseRequestCard(words, { list: list([]), onlyOpen: true }, ask),
  'the longest list': chooseRequestCard(
    words,
    {
      list: list(
        Array.from({ length: 8 }, () => worstDetail()),
        { unreadable: Array.from({ length: 40 }, () => LONGEST), customerName: LONGEST },
      ),
      onlyOpen: false,
    },
    mess(['request']),
  ),
  'a refund': requestCard(words, detail(), ask),
  'an exchange of eight for eight': requestCard(words, worstDetail(), ask),
  'one that is settled': requestCard(words, recordedAs('declined', LONGEST), ask),
  'one to look at only': requestCard(
    words,
    worstDetail({ mayManage: false, needs: { code: 'NeedsAccess', subscription: LONGEST } }),
    ask,
  ),
  'the form of a refund': settleRequestCard(words, detail(), ask),
  'the form of an exchange': settleRequestCard(words, worstDetail(), mess(['outcome', 'amount', 'reason'])),
  'an outcome to record': requestOutcomeCard(words, settlement(), ask),
  'an outcome recorded': requestOutcomeCard(words, settlement({}, recordedAs('paid'))),
  'the longest outcome': requestOutcomeCard(
    words,
    {
      ...settlement(
        { state: 'done', becomes: 'exchanged', purchases: WORST_EXCHANGE.purchases },
        worstDetail(),
      ),
      order: placed.order,
    },
    ask,
  ),
  'a withdrawal': requestOutcomeCard(
    words,
    settlement({ state: 'withdrawn', becomes: 'active', reason: LONGEST }),
    ask,
  ),
  'the references': requestReferencesCard(words, worstDetail(), mess(['ticketNumber', 'caseReference'])),
  'what is not placed': chooseUnplacedCard(
    words,
    { customerName: 'Contoso Ltd', placeables: firstPage([order, permission]) },
    ask,
  ),
  'the longest of what is not placed': chooseUnplacedCard(
    words,
    {
      customerName: LONGEST,
      placeables: firstPage(
        Array.from({ length: 8 }, () => longPlaceable),
        800,
      ),
    },
    mess(['what']),
  ),
  'nothing to place': chooseUnplacedCard(
    words,
    { customerName: 'Contoso Ltd', placeables: firstPage([]) },
    ask,
  ),
  'marking an order': markPlacedCard(
    words,
    { ...about, customerName: LONGEST, placeable: longPlaceable },
    mess(['placedNumber']),
  ),
  'marking a permission': markPlacedCard(words, { ...about, placeable: permission }, ask),
};
const text = (name: string) => said(cards[name]?.text ?? '');

describe('every card', () => {
  it.each(Object.entries(cards))('keeps the rules of cards: %s', (_, card) => {
    expect(checkCard(card)).toEqual([]);
  });
});

describe('the list of requests', () => {
  it('says of each what, how much, how old, by whom, and who works on it', () => {
    expect(text('the list')).toContain(
      '1 · SR-20210107-0042 — Contoso Ltd — Refund USD 3,159.20 · open · 4 days old · filed by Anna Admin',
    );
    expect(text('the list')).toContain('Exchange USD 372.00');
    expect(text('the longest list')).toContain('works on it');
    expect(text('the longest list')).toContain('and 35 more');
  });

  it('says so where nothing is open, and offers the settled ones', () => {
    expect(text('an empty list')).toContain('No request is open.');
    expect(text('an empty list')).toContain('[Show settled too]');
  });
});

describe('the card of a request', () => {
  it('has the fields of the portal in the order of its form', () => {
    const fields = [
      'Issue type',
      'Problem type',
      'Category',
      'Severity',
      'Subject',
      'Description',
      'Contact name',
    ];
    const at = fields.map((field) => text('a refund').indexOf(`\n${field}: `));
    expect(at.every((place) => place > 0)).toBe(true);
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(text('a refund')).toContain(
      'Refund of an Azure reservation, Contoso Ltd, our number SR-20210107-0042',
    );
    expect(text('a refund')).toContain(
      '\nReservation ID: 1b2c3d4e-0000-4000-8000-000000000001\nReservation order ID: ',
    );
  });

  it('has only the buttons that do something, and says what is missing', () => {
    const buttons = (name: string) => text(name).split('\n').at(-1);
    expect(buttons('a refund')).toContain('[Record outcome]  [Mark placed]  [Take on]  [References]');
    expect(buttons('one that is settled')).toBe('[References]  [Close]');
    expect(buttons('one to look at only')).not.toContain('[Record outcome]');
    expect(text('one to look at only')).toContain('Settling it needs access to the subscription');
  });

  it('says what came of it, by whom, when and why', () => {
    expect(text('one that is settled')).toContain('State  Declined');
    expect(text('one that is settled')).toContain('Recorded  Feb 1, 2021, 10:00 UTC, by Anna Admin');
    expect(text('one that is settled')).toContain('Reason  **Hostile**');
    const paid = detail(refundQuote(F1), { filed: { state: 'paid', paidAmount: '45000.00' } });
    expect(said(requestCard(words, paid, ask).text)).toContain(
      'Paid  EUR 45,000.00\nRefund expected  EUR 45,454.54',
    );
  });

  it('shows of a part the reservation that Support knows', () => {
    const part = aReservation({ id: '1b2c3d4e-0000-4000-8000-00000000000f', quantity: 2 });
    const quote = refundQuote({ ...D3, quantity: 2 });
    const request = { ...detail(quote), ...requestFiled(quote, { reservations: [part] }) };
    const shown = said(requestCard(words, request, ask).text);
    expect(shown).toContain('Reservation ID\n1b2c3d4e-0000-4000-8000-000000000001');
    expect(shown).not.toContain(part.id);
  });

  it('shows the number with which it was placed, unless Microsoft has another', () => {
    const placement = { state: 'placed', number: 'MS-1' } as const;
    const shown = (filed: Partial<ReturnRequest>) =>
      said(requestCard(words, detail(undefined, { filed: { placement, ...filed } }), ask).text);
    expect(shown({})).toContain('Microsoft’s number  MS-1');
    expect(shown({ ticketNumber: 'T-2' })).toContain('Microsoft’s number  T-2');
  });
});

describe('an outcome', () => {
  it('is asked for with the quoted amount filled in as the locale writes it', () => {
    expect(text('the form of a refund')).toContain('Amount paid, in USD 3,159.20');
    expect(text('the form of an exchange')).not.toContain('Amount paid');
    expect(text('the form of an exchange')).toContain('Done: the returned reservations are exchanged');
  });

  it('says what it means for the reservation and for the cap, before and after', () => {
    const told = text('an outcome to record');
    expect(told).toContain('Record this outcome?');
    expect(told).toContain('USD 159.20 less than the USD 3,159.20 quoted');
    expect(told).toContain('5 × Standard_D2s_v5 → Refunded');
    expect(told).toContain('Used without this outcome  USD 3,159.20');
    expect(told).toContain('Used with it  USD 3,000.00');
    expect(told).toContain('Left then  USD 47,000.00');
    expect(told).toContain('[Record]  [Change]  [Cancel]');
  });

  it('says once it is recorded by whom, and has nothing more to record', () => {
    expect(text('an outcome recorded')).toContain('Outcome recorded');
    expect(text('an outcome recorded')).toContain('Feb 1, 2021, 10:00 UTC, by Anna Admin');
    expect(text('an outcome recorded')).toContain('[Requests]  [Reservations]');
  });

  it('more than quoted is said as well, and the same as quoted is not', () => {
    const line = (paidAmount: string) =>
      said(requestOutcomeCard(words, settlement({ paidAmount }), ask).text);
    expect(line('4000.00')).toContain('USD 840.80 more than the USD 3,159.20 quoted');
    expect(line('3159.20')).not.toContain('quoted');
  });

  it('of an exchange has no cap, and names what is new', () => {
    expect(text('the longest outcome')).toContain('does not count against the refund limit');
    expect(text('the longest outcome')).toContain('New under order O-2026-000123');
  });

  it('that is a withdrawal reminds of Microsoft', () => {
    expect(text('a withdrawal')).toContain('Withdraw the request at Microsoft as well');
  });
});

describe('marking as placed', () => {
  it('says what it is about, and asks for a number where there is one', () => {
    expect(text('marking a permission')).toContain('Permission turned off');
    expect(text('marking a permission')).not.toContain('Number that Microsoft gave');
    expect(text('marking an order')).toContain('Number that Microsoft gave');
    const placement = { state: 'placed', number: 'MS-1' } as const;
    const marked = (placeable: Placeable) => said(markedPlacedText(words, { ...about, placeable }));
    expect(marked({ ...order, placement })).toBe(
      'Order RD-1 · USD 1,038.00: marked as placed in Partner Center under MS-1.',
    );
    expect(marked({ ...permission, placement: { state: 'placed' } })).toBe(
      'Permission turned off: marked as placed in Partner Center.',
    );
  });
});
