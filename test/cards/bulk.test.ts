/** The cards of bulk purchases: within the rules of cards, also with the longest and most hostile names. */
import { describe, expect, it } from '@jest/globals';
import type { Card } from '../../cards/card.js';
import { bulkPasteCard } from '../../cards/views/bulk-paste.js';
import { bulkProgressCard } from '../../cards/views/bulk-progress.js';
import { bulkResultCard, bulkTable } from '../../cards/views/bulk-result.js';
import { bulkReviewCard } from '../../cards/views/bulk-review.js';
import { type Words, wordsFor } from '../../cards/words.js';
import { type BulkFacts, factsOf } from '../../domain/bulk/facts.js';
import { BULK_COLUMNS, type BulkLine } from '../../domain/model.js';
import { pageOf } from '../../domain/use-cases/lists.js';
import { stamp } from '../support/builders.js';
import { PRICES } from '../support/desk.js';
import { checkCard, HOSTILE, LOCALES, LONGEST } from './card-rules.js';
import * as facts from './facts.js';

const ask = { cardId: 'card1' };
const at = '2026-11-21T09:30:00Z';
const lines = ['ordered', 'refused', 'waiting', 'faulty'] as const;

/** A line of a kind, with this for every name in it. */
function line(number: number, kind: (typeof lines)[number], name: string): BulkLine {
  const cells = Object.fromEntries(BULK_COLUMNS.map((column) => [column, name]));
  if (kind === 'faulty') {
    const refusal = { code: 'NeedsAccess', subscription: name };
    const faults = BULK_COLUMNS.map((column) => ({ column, kind: 'refused' as const, text: name, refusal }));
    return { number, cells, faults };
  }
  const purchase = {
    customerId: 'customer-1',
    customerName: name,
    subscriptionId: 'sub-1',
    subscriptionName: name,
    product: { ...facts.product, name },
    quantity: 1000,
    billing: 'monthly' as const,
    scope: 'shared' as const,
    resellerId: 'r-1',
    resellerName: name,
    currency: 'USD',
    unitPrice: '1000.00',
    price: '1000000.00',
  };
  const good = { number, cells, faults: [], purchase, sameAs: 2 };
  if (kind === 'ordered') return { ...good, outcome: { kind, at, orderNumber: 'RD-1', total: '1000000.00' } };
  if (kind === 'refused') {
    const refusal = { code: 'PriceChanged', before: '1000.00', now: '1000.01', currency: 'USD' };
    return { ...good, outcome: { kind, at, refusal } };
  }
  return good;
}

const bulkOf = (all: readonly BulkLine[], begun = true): BulkFacts =>
  factsOf({ id: 'bulk-1', at, by: stamp(), lines: [...all], ...(begun ? { begunAt: at } : {}) }, PRICES);
const many = (name: string, ...kinds: (typeof lines)[number][]) =>
  Array.from({ length: 500 }, (_, i) => line(i + 2, kinds[i % kinds.length] ?? 'waiting', name));

const faultsOf = ({ faulty }: BulkFacts) =>
  faulty.flatMap((each) => each.faults.map((fault) => ({ line: each.number, fault })));

const cardsIn = (words: Words, name: string): Record<string, Card> => {
  const mixed = bulkOf(many(name, ...lines));
  const checked = bulkOf(many(name, 'waiting', 'faulty'), false);
  return {
    paste: bulkPasteCard(
      words,
      { takesFiles: true, template: `http://localhost:1/download/${'a'.repeat(43)}` },
      ask,
    ),
    'paste with mistakes': bulkPasteCard(
      words,
      { takesFiles: false },
      {
        ...ask,
        entries: { lines: `${LONGEST}\n`.repeat(25) },
        errors: { lines: `This is wrong: ${HOSTILE}` },
      },
    ),
    'paste with too much to show again': bulkPasteCard(
      words,
      { takesFiles: true },
      { ...ask, entries: { lines: `${LONGEST}\n`.repeat(90) }, errors: { lines: 'This is wrong.' } },
    ),
    'review: lines': bulkReviewCard(
      words,
      { facts: checked, shown: { of: 'lines', page: pageOf(checked.good, 2, 8) }, withTax: false },
      ask,
    ),
    'review: faults': bulkReviewCard(
      words,
      { facts: checked, shown: { of: 'faults', page: pageOf(faultsOf(checked), 2, 8) }, withTax: true },
      ask,
    ),
    progress: bulkProgressCard(words, mixed),
    'progress: done': bulkProgressCard(words, bulkOf(many(name, 'ordered', 'refused'))),
    'result: interrupted': bulkResultCard(
      words,
      { facts: mixed, page: pageOf(mixed.bulk.lines, 2, 8), running: false, csv: 'offered' },
      ask,
    ),
    'result: at work': bulkResultCard(
      words,
      { facts: mixed, page: pageOf(mixed.bulk.lines, 2, 8), running: true, csv: 'offered' },
      ask,
    ),
    'result: with its file': bulkResultCard(
      words,
      {
        facts: mixed,
        page: pageOf(mixed.bulk.lines, 2, 8),
        running: false,
        csv: { url: `http://localhost:1/download/${'a'.repeat(43)}` },
      },
      ask,
    ),
  };
};

describe('every card of a bulk purchase', () => {
  it.each(
    LOCALES.flatMap((locale) =>
      ['Fabrikam', LONGEST].flatMap((name) =>
        Object.entries(cardsIn(wordsFor(locale), name)).map(([card, made]) => ({ locale, name, card, made })),
      ),
    ),
  )('keeps the rules: $card in $locale, $name', ({ made }) => {
    expect(checkCard(made)).toEqual([]);
    expect(made.text).not.toMatch(/undefined|\[object|NaN/);
  });
});

const words = wordsFor('en-US');
const said = (card?: Card) => (card?.text ?? '').replaceAll('\u00a0', ' ');
const ordinary = cardsIn(words, 'Fabrikam');

describe('the field for the lines', () => {
  it('keeps what was pasted with its line breaks, as long as it fits', () => {
    const card = bulkPasteCard(words, { takesFiles: true }, { ...ask, entries: { lines: 'a,b\nc,d' } });
    expect(JSON.stringify(card.content)).toContain('"value":"a,b\\nc,d"');
    expect(said(ordinary['paste with too much to show again'])).toContain('too long to be shown here again');
  });

  it('names the paper clip only where files are taken', () => {
    expect(said(ordinary.paste)).toContain('paper clip');
    expect(said(ordinary['paste with mistakes'])).not.toContain('paper clip');
  });
});

describe('the review', () => {
  it('never adds up currencies, and says from when their prices are', () => {
    const euro = line(3, 'waiting', 'Euro');
    const purchase = euro.purchase && { ...euro.purchase, currency: 'EUR', price: '900.00' };
    const two = bulkOf([line(2, 'waiting', 'Dollar'), { ...euro, ...(purchase ? { purchase } : {}) }], false);
    const text = said(
      bulkReviewCard(
        words,
        { facts: two, shown: { of: 'lines', page: pageOf(two.good, 1, 8) }, withTax: false },
        ask,
      ),
    );
    expect(text).toContain('Total in EUR  EUR 900.00');
    expect(text).toContain('Total in USD  USD 1,000,000.00');
    expect(text).toContain('Prices in EUR of Jan 1, 2021, without tax.');
    expect(text).toContain('[Buy all 2 lines]');
  });

  it('says in so many words that only the good lines are bought', () => {
    expect(said(ordinary['review: faults'])).toContain('250 lines have faults and will not be bought.');
    expect(said(ordinary['review: faults'])).toContain('[Buy only the 250 good lines]');
    expect(said(ordinary['review: faults'])).not.toContain('[Buy all');
  });
});

describe('the result', () => {
  it('has a row a line, and offers to go on only where nothing is at work', () => {
    const text = said(ordinary['result: interrupted']);
    expect(text).toContain('Lines 9–16 of 500');
    expect(text).toContain('Order RD-1, USD 1,000,000.00');
    expect(text).toContain('Not bought: The price has changed. One was USD 1,000.00');
    expect(text).toContain('[Go on with 125 lines]');
    expect(said(ordinary['result: at work'])).not.toContain('[Go on');
  });

  it('is a table with every line, as it was sent in and what came of it', () => {
    const { head, rows } = bulkTable(words, bulkOf(many('Fabrikam', ...lines)));
    expect(rows).toHaveLength(500);
    expect(head.slice(0, 4)).toEqual(['Line', 'Outcome', 'Order number', 'Why not']);
    expect(rows.slice(0, 4).map((row) => [row[1], row[2]])).toEqual([
      ['Ordered', 'RD-1'],
      ['Not bought', ''],
      ['Waiting', ''],
      ['Not bought', ''],
    ]);
  });
});
