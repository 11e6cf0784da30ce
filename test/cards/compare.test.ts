import { describe, expect, it } from '@jest/globals';
import { compareCard } from '../../cards/views/compare.js';
import { wordsFor } from '../../cards/words.js';
import { outlook, outlookOn, turnsIn } from '../../domain/policy/outlook.js';
import { addDays, daysBetween } from '../../domain/term.js';
import type { Comparison } from '../../domain/use-cases/comparing.js';
import { type ReservationOverrides, refundRequest, reservation } from '../support/builders.js';
import { checkCard, LOCALES, LONGEST } from './card-rules.js';

const words = wordsFor('en-US');
const today = '2021-01-06';
const comparison = (over: ReservationOverrides = {}, usedUsd = '0.00', asked?: string): Comparison => {
  const held = reservation(over);
  const requests =
    usedUsd === '0.00'
      ? []
      : [refundRequest({ at: '2020-02-01T12:00:00Z', figures: { countsUsd: usedUsd } })];
  const input = {
    policy: 'partner-center' as const,
    reservation: held,
    quantity: held.quantity,
    usage: 'unused' as const,
    rate: { usdPerUnit: '1', day: today },
    requests,
  };
  const [first, ...rest] = outlook(input, today, 90);
  if (!first) throw new Error('a reservation that has ended');
  const days = [first, ...rest] as const;
  return {
    facts: {
      customerId: 'customer-1',
      customerName: 'Fabrikam',
      reservation: held,
      state: 'active',
      price: '3650.00',
      daysSincePurchase: 5,
      daysLeft: daysBetween(today, held.endsOn),
      subscriptionName: 'Production',
      returnable: true,
    },
    quantity: held.quantity,
    days,
    turns: turnsIn(days, held.endsOn, addDays(today, 90)),
    lastDay: addDays(held.endsOn, -1),
    ...(asked === undefined ? {} : { asked: outlookOn(input, asked) }),
    cap: { capUsd: '50000.00', usedUsd, leftUsd: usedUsd === '0.00' ? '50000.00' : '0.00' },
  };
};
const said = (input: Parameters<typeof compareCard>[1]) => {
  const card = compareCard(words, input);
  expect(checkCard(card)).toEqual([]);
  return card.text.replaceAll('\u00a0', ' ');
};

describe('the card of refund, exchange or wait', () => {
  it('shows the three side by side, with what each costs', () => {
    const text = said({ comparison: comparison() });
    expect(text).toMatch(
      /Refund today {2}USD 3,650\.00[\s\S]*Exchange today {2}USD 3,600\.00[\s\S]*Wait {2}Nothing now/,
    );
    expect(text).toContain('Takes USD 3,650.00 of the refund limit');
    expect(text).toContain('All of it is paid');
  });

  it('names the days on which something changes, with the amounts before and after', () => {
    expect(said({ comparison: comparison() })).toMatch(
      /Jan 7, 2021\s+the early termination fee begins\s+Refund USD 3,650\.00 → USD 3,159\.20/,
    );
  });

  it('says in words what the picture shows', () => {
    const json = JSON.stringify(compareCard(words, { comparison: comparison() }).content).replaceAll(
      '\u00a0',
      ' ',
    );
    expect(json).toContain('data:image/png;base64,');
    expect(json).toContain('Line of the refund by day: Today: USD 3,650.00, Feb 20, 2021: USD 2,772.00');
  });

  it('says when room returns where the limit is used up', () => {
    const text = said({ comparison: comparison({}, '50000.00') });
    expect(text).toContain('Refund limit used up; room again on Jan 31, 2021');
    expect(text).toMatch(/Jan 31, 2021\s+room under the refund limit returns/);
  });

  it('says what is still to be paid with monthly billing', () => {
    expect(said({ comparison: comparison({ billing: 'monthly', price: '1200.00' }) })).toContain(
      'Still to pay: USD 1,100.00',
    );
  });

  it('answers the day that was asked for, and says what is wrong with one that is not possible', () => {
    expect(said({ comparison: comparison({}, '0.00', '2021-03-03') })).toContain(
      'On Mar 3, 2021\nA refund would pay USD 2,675.20.',
    );
    const wrong = { entered: '2030-01-01', error: 'Not a day of this reservation.' };
    expect(said({ comparison: comparison(), day: wrong })).toContain('Not a day of this reservation.');
  });

  it('shows the last days of a reservation without points that do not exist', () => {
    const ending = comparison({ startsOn: '2020-01-20' });
    expect(said({ comparison: ending })).toContain('A refund over the next 13 days');
  });

  it.each(LOCALES)('keeps the rules of cards with the most hostile names in %s', (locale) => {
    const held = reservation({ billing: 'monthly', price: '99999999.99' });
    const worst = comparison({
      billing: 'monthly',
      price: '99999999.99',
      product: { ...held.product, name: LONGEST, region: LONGEST, type: LONGEST },
    });
    const facts = { ...worst.facts, customerName: LONGEST };
    const day = { entered: LONGEST, error: LONGEST };
    expect(checkCard(compareCard(wordsFor(locale), { comparison: { ...worst, facts }, day }))).toEqual([]);
  });
});
