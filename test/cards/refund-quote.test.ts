import { describe, expect, it } from '@jest/globals';
import { refundQuoteCard } from '../../cards/views/refund-quote.js';
import { wordsFor } from '../../cards/words.js';
import { checkCard, HOSTILE, LOCALES, LONGEST } from './card-rules.js';
import { A1, CONTACT, D1, D2, D3, F1, M1, refundAnswer, said, worstProduct } from './reservation-samples.js';

const words = wordsFor('en-US');
const ask = { cardId: 'k', entries: CONTACT };
const quoteCard = (...args: Parameters<typeof refundAnswer>) =>
  refundQuoteCard(words, { answer: refundAnswer(...args) }, ask);
const buttons = (content: Record<string, unknown>) => content.actions as { data: Record<string, string> }[];

describe('the card of a refund quote', () => {
  it('shows each step of the sum, with the row of the table that applied (D3)', () => {
    const card = quoteCard(D3);
    expect(checkCard(card)).toEqual([]);
    expect(said(card.text)).toContain(
      [
        'Bought 6 days ago, more than 5: prorated, less the 12% early termination fee.',
        'Price paid  USD 3,650.00',
        'Credit: 359 of 365 days left  USD 3,590.00',
        'Early termination fee, 12%  − USD 430.80',
        'Net  USD 3,159.20',
        'Refund  USD 3,159.20',
      ].join('\n'),
    );
    expect(said(card.text)).toContain('[File refund of USD 3,159.20]');
  });

  it('gives everything back that was never used within five days (D1)', () => {
    const { text } = quoteCard(D1);
    expect(said(text)).toContain('within 5 days, and never used: everything paid comes back, without a fee.');
    expect(said(text)).toContain('Credit: 100%  USD 3,650.00');
    expect(said(text)).toContain('Early termination fee: none  USD 0.00');
  });

  it('shows both rows where the use is unknown, and that the lower one is filed', () => {
    const card = quoteCard(D2, { ifUnused: D1 });
    expect(checkCard(card)).toEqual([]);
    expect(said(card.text)).toContain(
      'If used: this is filed Prorated USD 3,600.00  If never used 100% back USD 3,650.00',
    );
    expect(said(card.text)).toContain('Without usage data the lower one is filed.');
    expect(said(card.text)).toContain('[File refund of USD 3,600.00]');
  });

  it('names the instalment and what is no longer owed with monthly billing (M1)', () => {
    const card = quoteCard(M1, {
      reservationOver: {
        startsOn: '2025-03-31',
        endsOn: '2026-03-31',
        instalments: Array.from({ length: 12 }, () => '100.00'),
      },
    });
    expect(checkCard(card)).toEqual([]);
    expect(said(card.text)).toContain('Instalment 2 of 12, to May 31, 2025  USD 100.00');
    expect(said(card.text)).toContain('Instalments not yet due: no longer owed  USD 1,000.00');
    expect(said(card.text)).toContain('Refund  USD 59.61');
  });

  it('says what falls away, and files it only with the consent to that (F1)', () => {
    const card = quoteCard(F1, { hints: { exchangeValue: '67068.49', roomReturnsOn: '2026-03-01' } });
    expect(checkCard(card)).toEqual([]);
    expect(said(card.text)).toContain('Falls away: over the limit  − EUR 13,565.73');
    expect(said(card.text)).toContain('Microsoft may also refuse the request instead of paying part of it.');
    expect(said(card.text)).toContain('[File: EUR 13,565.73 falls away]');
    expect(said(card.text)).toContain('Room under the limit returns on Mar 1, 2026.');
    const filing = buttons(card.content).filter(({ data }) => data.do === 'file');
    expect(filing.map(({ data }) => data.acceptsLoss)).toEqual(['yes']);
  });

  it('never asks for that consent where nothing falls away', () => {
    const filing = buttons(quoteCard(D3).content).filter(({ data }) => data.do === 'file');
    expect(filing.map(({ data }) => data.acceptsLoss)).toEqual([undefined]);
  });

  it('shows the cap in US dollars, with the rate and a warning when it is old', () => {
    const { text } = quoteCard(F1);
    expect(said(text)).toContain('Refund limit: USD 50,000.00 in 365 days');
    expect(said(text)).toMatch(
      /Used before {2}USD 0\.00\n.*This request {2}USD 50,000\.00\n.*Left afterwards {2}USD 0\.00/,
    );
    expect(said(text)).toContain('Counted at USD 1.10 for 1 EUR, the rate of Feb 10, 2025.');
    expect(said(text)).toContain('This rate is older than 7 days.');
    expect(said(quoteCard(D3).text)).not.toContain('Counted at');
  });

  it('shows nothing left where more than the cap has been used', () => {
    const { text } = quoteCard({ ...D3, capUsedUsd: '51000.00', capLeftUsd: '0.00' });
    expect(said(text)).toContain('Left afterwards  USD 0.00');
  });

  it('explains the policy azure-current: no window, no fee, the cancelled commitment counts (A1)', () => {
    const card = quoteCard(A1, {
      reservationOver: { instalments: Array.from({ length: 36 }, () => '100.00') },
    });
    expect(checkCard(card)).toEqual([]);
    expect(said(card.text)).toContain('there is no 5-day window and no fee');
    expect(said(card.text)).toContain('What counts is the cancelled commitment');
    expect(said(card.text)).toContain('This request  USD 2,403.23');
    expect(said(card.text)).toContain('Instalment 12 of 36');
  });

  it('says whose money it is, until when it holds, and what an exchange would be worth', () => {
    const { text } = quoteCard(D2, { hints: { exchangeValue: '3600.00', lastDayWithoutFee: '2021-01-06' } });
    expect(said(text)).toContain('Microsoft does not contact the customer.');
    expect(said(text)).toContain('The quote holds until Jan 7, 2021, 09:30 UTC');
    expect(said(text)).toContain(
      'An exchange has no fee and no limit: today it would be worth USD 3,600.00.',
    );
    expect(said(text)).toContain('No early termination fee up to and including Jan 6, 2021.');
  });

  it('says which part of the quantity is returned', () => {
    const { text } = quoteCard({ ...D3, quantity: 2 });
    expect(said(text)).toContain('2 of 5 · bought Jan 1, 2021');
    expect(said(text)).toContain('Price paid for 2 of 5');
  });

  it('has no button to file for a user who may not, and names what is missing', () => {
    const card = quoteCard(D3, {
      mayFile: false,
      filingNeeds: { code: 'NeedsRole', roles: ['AdminAgent', 'SalesAgent'] },
    });
    expect(checkCard(card)).toEqual([]);
    expect(said(card.text)).toContain('It needs one of the roles Admin agent and Sales agent');
    expect(said(card.text)).not.toContain('[File');
    expect(JSON.stringify(card.content)).not.toContain('Input.');
    const access = quoteCard(D3, {
      mayFile: false,
      filingNeeds: { code: 'NeedsAccess', subscription: 'Contoso production' },
    });
    expect(said(access.text)).toContain('no access to the subscription Contoso production');
    expect(said(quoteCard(D3, { mayFile: false }).text)).toContain('Ask a colleague who may.');
  });

  it('says on top that the figures have changed', () => {
    const card = refundQuoteCard(words, { answer: refundAnswer(D3), changed: true }, ask);
    expect(said(card.text)).toMatch(
      /^Refund quote\nContoso Ltd · contoso\.example\nThe figures have changed/,
    );
  });

  it('keeps the contact preferences and marks the one that is wrong', () => {
    const card = refundQuoteCard(
      words,
      { answer: refundAnswer(D3) },
      { ...ask, errors: { contactEmail: 'This is not an e-mail address.' } },
    );
    expect(said(card.text)).toContain('Please look at the line marked below.');
    expect(said(card.text)).toMatch(/This is not an e-mail address\.\nE-mail anna@partner\.example/);
    expect(JSON.stringify(card.content)).toContain('"value":"phone"');
  });

  it.each(LOCALES)(
    'holds the worst case: everything at once, with the longest hostile names, in %s',
    (locale) => {
      const card = refundQuoteCard(
        wordsFor(locale),
        {
          changed: true,
          answer: refundAnswer(
            { ...F1, billing: 'monthly', noLongerOwed: '9999999999.99', paid: '9999999999.99' },
            {
              customerName: LONGEST,
              reservationOver: { product: worstProduct() },
              ifUnused: F1,
              hints: {
                exchangeValue: '9999999999.99',
                lastDayWithoutFee: '2021-01-06',
                roomReturnsOn: '2026-03-01',
              },
            },
          ),
        },
        {
          cardId: 'k',
          entries: { contactName: LONGEST, contactEmail: LONGEST, contactPhone: LONGEST },
          errors: {
            contactName: HOSTILE,
            contactEmail: HOSTILE,
            contactPhone: HOSTILE,
            contactMethod: HOSTILE,
          },
        },
      );
      expect(checkCard(card)).toEqual([]);
    },
  );

  it('names a hostile subscription as text only', () => {
    const card = quoteCard(D3, {
      mayFile: false,
      filingNeeds: { code: 'NeedsAccess', subscription: LONGEST },
    });
    expect(checkCard(card)).toEqual([]);
  });
});
