import { describe, expect, it } from '@jest/globals';
import { refusalCard, refusalText, refusalTitle } from '../../cards/views/refusal.js';
import { wordsFor } from '../../cards/words.js';
import type { RefusalFacts } from '../../domain/refusals.js';
import { checkCard, LOCALES } from './card-rules.js';
import { EVERY_REFUSAL } from './refusals-all.js';

const words = wordsFor('en-US');

/** The sentences, with the no-break spaces of amounts as spaces. */
const said = (facts: RefusalFacts) => refusalText(words, facts).replaceAll('\u00a0', ' ');

const EVERYWHERE = LOCALES.flatMap((locale) =>
  Object.values(EVERY_REFUSAL).map((facts) => ({ locale, code: facts.code, facts })),
);

describe('a refusal', () => {
  it.each(EVERYWHERE)('says in words what is wrong and what to do: $code in $locale', ({ locale, facts }) => {
    const words = wordsFor(locale);
    const card = refusalCard(words, { facts, customerId: 'fabrikam' });

    expect(checkCard(card)).toEqual([]);
    expect(refusalTitle(words, facts).length).toBeGreaterThan(8);
    expect(refusalText(words, facts)).toMatch(/[A-Z“”].{20,}\.$/);
    expect(card.text).not.toContain(facts.code);
    expect(card.text).not.toMatch(/undefined|\[object|NaN/);
  });

  it('names the roles of which one is missing', () => {
    expect(said(EVERY_REFUSAL.NeedsRole)).toContain('Admin agent or Global admin');
  });

  it('says by whom and when somebody was first', () => {
    const text = said({
      code: 'ReservationBusy',
      status: 'refundRequested',
      requestNumber: 'R-1',
      first: { by: 'Ada', at: '2026-11-21T09:30:00Z' },
    });
    expect(text).toContain('Ada filed request R-1 for this reservation on Nov 21, 2026, 09:30 UTC');
  });

  it('offers the exchange for the same customer where the cap is reached, with the day on which room returns', () => {
    const { content } = refusalCard(words, { facts: EVERY_REFUSAL.CapReached, customerId: 'fabrikam' });
    const text = said(EVERY_REFUSAL.CapReached);
    expect(text).toContain('USD 50,000.00');
    expect(text).toContain('Feb 3, 2027');
    expect(content.actions).toMatchObject([
      { data: { do: 'start', job: 'exchange', customerId: 'fabrikam' } },
    ]);
  });

  it('says by how much an exchange falls short, in its currency', () => {
    expect(said(EVERY_REFUSAL.NewCommitmentTooSmall)).toContain('EUR 50.00 short');
  });

  it.each(['cutOff', 'wrongShape', 'newerVersion', 'unreadable'] as const)(
    'names the file that can not be read and that nothing was overwritten: %s',
    (reason) => {
      const text = said({ code: 'DocumentUnreadable', file: 'customers/a.json', reason });
      expect(text).toContain('customers/a.json');
      expect(text).toContain('Nothing was overwritten');
      expect(text).toContain('restore it from a backup or move it away');
    },
  );
});

describe('a refund that passes the cap', () => {
  const facts = { code: 'OverCap', capUsd: '50000.00', leftUsd: '10000.00', countsUsd: '20000.00' } as const;

  it('says when waiting helps', () => {
    expect(refusalText(words, { ...facts, roomOn: '2027-02-03' })).toContain('wait until Feb 3, 2027');
  });

  it('does not say so where no waiting would do', () => {
    expect(refusalText(words, { ...facts, roomOn: '' })).not.toContain('wait until');
  });
});
