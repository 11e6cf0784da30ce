/** The cards of handing over: whom to ask, the list, and one of them. */
import { describe, expect, it } from '@jest/globals';
import type { Card } from '../../cards/card.js';
import { askColleagueCard } from '../../cards/views/ask-colleague.js';
import { chooseHandoverCard, handoverCard } from '../../cards/views/handover.js';
import { refusalCard } from '../../cards/views/refusal.js';
import { type Words, wordsFor } from '../../cards/words.js';
import type { HandoverDetail, HandoverItem } from '../../domain/answers.js';
import type { Handover } from '../../domain/model.js';
import { checkCard, HOSTILE, LOCALES, LONGEST } from './card-rules.js';
import { firstPage, longProduct, product } from './facts.js';
import { ANNA, said } from './reservation-samples.js';

const ask = { cardId: 'card1' };
const mess = (ids: readonly string[]) => ({
  ...ask,
  entries: Object.fromEntries(ids.map((id) => [id, LONGEST])),
  errors: Object.fromEntries(ids.map((id) => [id, `This is wrong: ${HOSTILE}`])),
});
const wish = { what: 'refund', reservationId: 'res-1', quantity: 2 } as const;
const item: HandoverItem = { does: 'return', quantity: 2, id: 'res-1', product };
const longItems: HandoverItem[] = Array.from({ length: 16 }, (_, i) => ({
  does: i % 2 ? 'buy' : 'return',
  quantity: 1000,
  id: LONGEST,
  product: longProduct,
}));

function detail(
  over: Partial<Omit<HandoverDetail, 'handover'>> & { handover?: Partial<Handover> } = {},
): HandoverDetail {
  const { handover, ...rest } = over;
  return {
    customerId: 'c-1',
    customerName: 'Contoso Ltd',
    toMe: true,
    fromMe: false,
    items: [item],
    ...rest,
    handover: {
      number: 'HO-1',
      at: '2026-11-21T09:00:00Z',
      from: { ...ANNA, name: 'Sam Sales' },
      to: { userId: 'anna', name: 'Anna Admin' },
      wish,
      state: 'open',
      ...handover,
    },
  };
}
const longest = (over: Partial<Handover> = {}) =>
  detail({
    customerName: LONGEST,
    items: longItems,
    fromMe: true,
    problem: { code: 'NeedsAccess', subscription: LONGEST },
    handover: {
      from: { ...ANNA, name: LONGEST },
      to: { userId: 'u', name: LONGEST },
      note: HOSTILE.padEnd(300, 'x'),
      ...over,
    },
  });
const closed = (state: 'done' | 'declined' | 'withdrawn', subject?: string): Partial<Handover> => ({
  state,
  closed: { at: '2026-11-21T10:00:00Z', by: ANNA, reason: HOSTILE, ...(subject ? { subject } : {}) },
});

const cardsIn = (words: Words): Record<string, Card> => ({
  'whom to ask': askColleagueCard(
    words,
    {
      customerName: 'Fabrikam',
      wish,
      items: [item],
      colleagues: firstPage([{ id: 'a', name: 'Anna', roles: ['AdminAgent'] }]),
    },
    ask,
  ),
  'the longest of whom to ask': askColleagueCard(
    words,
    {
      customerName: LONGEST,
      wish,
      items: longItems,
      colleagues: firstPage(
        Array.from({ length: 8 }, (_, i) => ({
          id: `${i}`.padEnd(80, 'u'),
          name: LONGEST,
          roles: ['AdminAgent' as const, 'GlobalAdmin' as const, 'SalesAgent' as const],
        })),
      ),
    },
    mess(['colleague', 'note']),
  ),
  'an empty list': chooseHandoverCard(words, { handovers: firstPage([]) }, ask),
  'the longest list': chooseHandoverCard(
    words,
    {
      customerName: LONGEST,
      handovers: { ...firstPage(Array.from({ length: 8 }, () => longest())), total: 90, pages: 12 },
    },
    mess(['handover']),
  ),
  one: handoverCard(words, detail(), ask),
  'the longest one': handoverCard(words, longest(), mess(['reason'])),
  'one that is done': handoverCard(words, longest(closed('done', 'RQ-1')), ask),
  'one that is declined': handoverCard(words, longest(closed('declined')), ask),
  'one that is withdrawn': handoverCard(words, longest(closed('withdrawn')), ask),
  'a refusal with a colleague to ask': refusalCard(words, {
    facts: { code: 'NeedsAccess', subscription: LONGEST },
    customerId: 'c-1',
    what: 'cart',
  }),
});
const cards = cardsIn(wordsFor('en-US'));
const text = (name: string) => said(cards[name]?.text ?? '');

describe('the cards of handing over', () => {
  it.each(
    LOCALES.flatMap((locale) =>
      Object.entries(cardsIn(wordsFor(locale))).map(([name, card]) => ({ name, locale, card })),
    ),
  )('keep the rules of cards, also at their longest: $name in $locale', ({ card }) => {
    expect(checkCard(card)).toEqual([]);
  });

  it('show what is to be done, and no price or amount', () => {
    expect(text('one')).toMatch(/Refund of a reservation\nReturn 2 × Standard_D2s_v5/);
    expect(text('one')).not.toMatch(/USD|EUR/);
  });

  it('have buttons for what the user can do with it, and no others', () => {
    expect(text('one')).toContain('[Do]  [Decline]  [Close]');
    expect(text('the longest one')).toContain('[Decline]  [Withdraw]  [Close]');
    expect(text('one that is done')).toMatch(/Done by .*: RQ-1[\s\S]*\n\[Close\]$/);
  });

  it('offer to ask a colleague where the right is missing', () => {
    expect(text('a refusal with a colleague to ask')).toContain('[Ask a colleague]');
    const { text: plain } = refusalCard(wordsFor('en-US'), { facts: { code: 'CartEmpty' } });
    expect(plain).not.toContain('Ask a colleague');
  });
});
