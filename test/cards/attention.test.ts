/** The cards of what needs attention: the rules of cards at their worst, and what stands on them. */
import { describe, expect, it } from '@jest/globals';
import { attentionCard, attentionLines, attentionTargets } from '../../cards/views/attention.js';
import { attentionListCard } from '../../cards/views/attention-list.js';
import { expiringTable } from '../../cards/views/attention-table.js';
import { welcomeCard } from '../../cards/views/welcome.js';
import { wordsFor } from '../../cards/words.js';
import {
  type Attention,
  type AttentionList,
  type AttentionRow,
  SECTIONS,
  type Section,
} from '../../domain/answers/attention.js';
import { RENEWAL } from '../support/builders.js';
import { checkCard, HOSTILE, LOCALES, LONGEST } from './card-rules.js';
import * as facts from './facts.js';

const words = wordsFor('en-US');
const ask = { cardId: 'card1' };
const LONG_ID = 'i'.repeat(80);

/** A row of each section with this name for all that comes from the book. */
function rowOf(section: Section, name: string): AttentionRow {
  const whose = { customerId: LONG_ID, customerName: name };
  const product = { reservationId: LONG_ID, product: name, quantity: 100_000 };
  switch (section) {
    case 'expiring':
      return { section, ...whose, ...product, endsOn: '2026-12-04', daysLeft: 13 };
    case 'renewing':
      return { section, ...whose, ...product, endsOn: '2026-12-04', daysLeft: 13, renewal: 'automatic' };
    case 'lowUse':
      return { section, ...whose, ...product, percent: 79 };
    case 'requests':
      return { section, ...whose, number: name, kind: 'exchange', ageDays: 400 };
    case 'waiting':
      return { section, ...whose, what: 'exchange', until: '2026-11-21T09:45:00Z', items: 0 };
    case 'ownPurchases':
      return { section, ...whose, since: '2026-10-22', count: 100_000 };
    case 'cap':
      return { section, ...whose, usedUsd: '999999999999.99', capUsd: '50000.00' };
    case 'unplaced':
      return { section, ...whose, count: 100_000 };
  }
}

const attention = (name: string, sections: readonly Section[] = SECTIONS, total = 100_000): Attention => ({
  parts: sections.map((section) => ({
    section,
    total,
    rows: Array.from({ length: Math.min(3, total) }, () => rowOf(section, name)),
  })),
  within: [30, 60, 90].map((days) => ({ days, count: 1000 * days })),
  unplaced: 200_000,
  unreadable: [],
});
const list = (name: string, section: Section, dated: boolean): AttentionList => ({
  section,
  ...(dated ? { between: { from: '2026-12-01', to: '2027-12-31' } } : {}),
  rows: {
    items: Array.from({ length: 8 }, () => rowOf(section, name)),
    total: 100_000,
    page: 2,
    pages: 12_500,
  },
  unreadable: [],
});
const missing = Array.from({ length: 40 }, () => LONGEST);
const link = `http://localhost:3978/download/${'a'.repeat(43)}`;
const mess = {
  ...ask,
  entries: Object.fromEntries(['row', 'customer', 'from', 'to'].map((id) => [id, LONGEST])),
  errors: Object.fromEntries(
    ['row', 'customer', 'from', 'to'].map((id) => [id, `This is wrong: ${HOSTILE}`]),
  ),
};

describe.each(LOCALES)('in %s, the rules of cards are kept', (locale) => {
  const spoken = wordsFor(locale);

  it('by what needs attention, with the longest and most hostile names everywhere', () => {
    const worst = { ...attention(LONGEST), unreadable: missing };
    expect(checkCard(attentionCard(spoken, { attention: worst }, ask))).toEqual([]);
    expect(checkCard(attentionCard(spoken, { attention: worst }, mess))).toEqual([]);
    const ofOne = { ...worst, customerName: LONGEST };
    expect(checkCard(attentionCard(spoken, { attention: ofOne }, ask))).toEqual([]);
  });

  it('where nothing needs attention', () => {
    const none = { ...attention('', []), customerName: LONGEST };
    expect(checkCard(attentionCard(spoken, { attention: none }, ask))).toEqual([]);
  });

  it.each(SECTIONS)('by the list of %s', (section) => {
    for (const csv of ['none', 'offered', { url: link }] as const) {
      for (const dated of [true, false]) {
        const worst = { ...list(LONGEST, section, dated), unreadable: missing };
        expect(checkCard(attentionListCard(spoken, { list: worst, csv }, mess))).toEqual([]);
      }
    }
    const rows = { items: [], total: 0, page: 1, pages: 1 };
    const none = { ...list('', section, true), rows, customerName: LONGEST };
    expect(checkCard(attentionListCard(spoken, { list: none, csv: 'none' }, ask))).toEqual([]);
  });

  it('by the greeting with all of it', () => {
    const lines = attentionLines(spoken, attention(LONGEST));
    expect(lines).toHaveLength(7);
    expect(checkCard(welcomeCard(spoken, { me: facts.me, localMode: true, attention: lines }))).toEqual([]);
  });
});

describe('what needs attention', () => {
  const said = (text: string) => text.replaceAll('\u00a0', ' ');

  it('numbers its rows through all sections, in the order of what the numbers lead to', () => {
    const some = attention('Fabrikam', ['expiring', 'cap'], 5);
    const { text, content } = attentionCard(words, { attention: some }, ask);
    const numbers = [...said(text).matchAll(/^(\d+) · (.+)$/gm)].map(([, number, what]) => [number, what]);
    expect(numbers.map(([number]) => number)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    expect(numbers[3]?.[1]).toBe('Show all 5');
    expect(attentionTargets(some).map((target) => ('all' in target ? target.all : 'row'))).toEqual([
      'row',
      'row',
      'row',
      'expiring',
      'row',
      'row',
      'row',
      'cap',
    ]);
    expect(JSON.stringify(content)).toContain('"value":"8"');
  });

  it('names no customer on the rows of one customer', () => {
    const one = { ...attention('Fabrikam', ['unplaced'], 1), customerName: 'Fabrikam' };
    expect(said(attentionCard(words, { attention: one }, ask).text)).toContain(
      '1 · 100,000 items to place\n',
    );
  });

  it('is said in the greeting by the nearest days that have something', () => {
    const within = (counts: readonly number[]) =>
      attentionLines(words, {
        ...attention('Fabrikam', ['expiring'], 3),
        within: [30, 60, 90].map((days, i) => ({ days, count: counts[i] ?? 0 })),
      });
    expect(within([1, 2, 3])).toEqual(['1 reservation expires within 30 days']);
    expect(within([0, 2, 3])).toEqual(['2 reservations expire within 60 days']);
    expect(within([0, 0, 3])).toEqual(['3 reservations expire within 90 days']);
    expect(attentionLines(words, attention('Fabrikam', ['renewing'], 1))).toEqual([]);
  });

  it('colours what ends within a week and within a month, and says what has ended', () => {
    const row = (daysLeft: number): AttentionRow => ({
      ...(rowOf('expiring', 'Fabrikam') as Extract<AttentionRow, { section: 'expiring' | 'renewing' }>),
      daysLeft,
    });
    const rows = [0, 7, 8, 30, 31].map(row);
    const shown = {
      ...list('', 'expiring', true),
      rows: { items: rows, total: rows.length, page: 1, pages: 1 },
    };
    const { content, text } = attentionListCard(words, { list: shown, csv: 'none' }, ask);
    expect(text).toContain('expired');
    const colours = [
      ...JSON.stringify(content).matchAll(/"text":"(?:in \d+ days|expired)","color":"(\w+)"/g),
    ];
    expect(colours.map(([, colour]) => colour)).toEqual([
      'attention',
      'attention',
      'warning',
      'warning',
      'default',
    ]);
  });
});

describe('the file of what expires', () => {
  it('has figures as figures, ids and names in full, and names who is missing', () => {
    const [reservation] = facts.customer.reservations;
    if (!reservation) throw new Error('no reservation');
    const { head, rows } = expiringTable(words, { rows: [reservation], unreadable: ['Lost'] });
    const named = (row: readonly unknown[] = []) =>
      Object.fromEntries(head.map((title, i) => [title, row[i]]));
    expect(named(rows[0])).toMatchObject({
      'Expires (UTC)': '2026-12-04',
      'Days left': { figure: '13' },
      Renewal: 'none',
      Customer: 'Fabrikam',
      Quantity: { figure: '2' },
      Price: { figure: '1038.00' },
      Currency: 'USD',
      'Utilization (%)': '',
      'Reservation ID': reservation.reservation.id,
    });
    expect(named(rows[1])).toMatchObject({
      Customer: 'Lost',
      'Expires (UTC)': 'not included: the file of this customer can not be read',
    });
    const renewing = {
      ...reservation,
      reservation: { ...reservation.reservation, automaticRenewal: RENEWAL },
    };
    expect(named(expiringTable(words, { rows: [renewing], unreadable: [] }).rows[0]).Renewal).toBe(
      'renews automatically',
    );
  });
});
