import { describe, expect, it } from '@jest/globals';
import { exchangeQuoteCard } from '../../cards/views/exchange-quote.js';
import { wordsFor } from '../../cards/words.js';
import { checkCard, HOSTILE, LOCALES, LONGEST } from './card-rules.js';
import { CONTACT, E4, exchangeAnswer, said, WORST_EXCHANGE } from './reservation-samples.js';

const words = wordsFor('en-US');
const ask = { cardId: 'k', entries: CONTACT };

describe('the card of an exchange quote', () => {
  it('sets what is given back against what is bought (E4)', () => {
    const card = exchangeQuoteCard(words, { answer: exchangeAnswer() }, ask);
    expect(checkCard(card)).toEqual([]);
    for (const fact of [
      '4 × Standard_B1ms  USD 180.00',
      'USD 15.00 + USD 165.00 no longer owed',
      '1 of 4 × Standard_B1ms  USD 45.00',
      'Returned value  USD 225.00',
      '3 × Standard_D4s_v5  USD 477.00',
      'New commitment  USD 597.00',
      'Net to pay  USD 372.00',
      '[File exchange: USD 372.00 to pay]  [Change what is bought]  [Customer’s copy]  [Cancel]',
    ]) {
      expect(said(card.text)).toContain(fact);
    }
  });

  it('says that it has no fee, counts against no cap, and that the term starts anew', () => {
    const { text } = exchangeQuoteCard(words, { answer: exchangeAnswer() }, ask);
    expect(said(text)).toContain('There is no fee, and it does not count against the refund limit.');
    expect(said(text)).toContain('The term starts anew');
    expect(said(text)).toContain('The new reservations exist once Microsoft has done the exchange.');
  });

  it('shows the unused part of one payment where it was paid one-time (E1)', () => {
    const [first] = E4.returns;
    const oneTime = first
      ? [{ ...first, billing: 'oneTime' as const, base: '3600.00', noLongerOwed: '0.00' }]
      : [];
    const { text } = exchangeQuoteCard(
      words,
      { answer: exchangeAnswer({ quote: { ...E4, returns: oneTime } }) },
      ask,
    );
    expect(said(text)).toContain('28 of 31 days left of USD 3,600.00');
    expect(said(text)).not.toContain('no longer owed');
  });

  it('has no button to file for a user who may not, and names what is missing', () => {
    const card = exchangeQuoteCard(
      words,
      {
        answer: exchangeAnswer({
          mayFile: false,
          filingNeeds: { code: 'NeedsAccess', subscription: LONGEST },
        }),
      },
      ask,
    );
    expect(checkCard(card)).toEqual([]);
    expect(said(card.text)).toContain('no access to the subscription');
    expect(said(card.text)).not.toContain('[File');
    const role = exchangeAnswer({
      mayFile: false,
      filingNeeds: { code: 'NeedsRole', roles: ['GlobalAdmin'] },
    });
    expect(said(exchangeQuoteCard(words, { answer: role }, ask).text)).toContain('the role Global admin');
    expect(
      said(exchangeQuoteCard(words, { answer: exchangeAnswer({ mayFile: false }) }, ask).text),
    ).toContain('Ask a colleague who may.');
  });

  it('says on top that the figures have changed', () => {
    const card = exchangeQuoteCard(words, { answer: exchangeAnswer(), changed: true }, ask);
    expect(said(card.text)).toMatch(
      /^Exchange quote\nContoso Ltd · contoso\.example\nThe figures have changed/,
    );
  });

  it.each(LOCALES)(
    'holds eight for eight with the longest hostile names and every mistake, in %s',
    (locale) => {
      const card = exchangeQuoteCard(
        wordsFor(locale),
        { answer: exchangeAnswer({ quote: WORST_EXCHANGE, customerName: LONGEST }), changed: true },
        {
          cardId: 'k',
          entries: { contactName: LONGEST, contactEmail: LONGEST },
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
});
