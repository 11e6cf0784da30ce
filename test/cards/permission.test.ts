import { describe, expect, it } from '@jest/globals';
import { permissionCard } from '../../cards/views/permission.js';
import { wordsFor } from '../../cards/words.js';
import { checkCard, LOCALES, LONGEST } from './card-rules.js';
import { ANNA, permissionFacts } from './reservation-samples.js';

const words = wordsFor('en-US');
const ask = { cardId: 'k' };

describe('the card of the customer permission', () => {
  it('is off by default, and says before it is turned on what that means', () => {
    const card = permissionCard(words, permissionFacts(), ask);
    expect(checkCard(card)).toEqual([]);
    for (const fact of [
      'Allow customer to purchase: Azure reservations  Off',
      'Off by default; it has never been changed.',
      'You pay for what the customer buys.',
      'Microsoft does not notify you of those purchases.',
      'The customer cannot exchange, cancel, renew or rescope by itself',
      'it may differ from the Web Direct price in the portal',
      'With shared scope your discounts reach all subscriptions',
      '[Turn on]  [Leave it]',
    ]) {
      expect(card.text).toContain(fact);
    }
  });

  it('shows in words, too, which check fails and what to do about it', () => {
    const owner = permissionCard(words, permissionFacts({ owned: [] }), ask);
    expect(owner.text).toContain('bought by you: met Contoso production');
    expect(owner.text).toContain('Owner on it: not met Give a user of the customer the Owner role');
    expect(owner.text).not.toContain('[Turn on]');
    const both = permissionCard(words, permissionFacts({ owned: [], subscriptions: [] }), ask);
    expect(both.text).toContain('bought by you: not met Add an Azure plan for this customer first.');
  });

  it('says when it is on since when and by whom, and can be turned off even where a check fails', () => {
    const facts = permissionFacts({
      on: true,
      changedAt: '2021-01-07T09:16:00Z',
      changedBy: ANNA,
      owned: [],
      placement: { state: 'recorded' },
    });
    const card = permissionCard(words, facts, ask);
    expect(checkCard(card)).toEqual([]);
    expect(card.text).toContain('Since Jan 7, 2021, 09:16 UTC, by Anna Admin (Admin agent)');
    expect(card.text).toContain('Recorded here; not yet placed in Partner Center.');
    expect(card.text).toContain('Turning it off leaves earlier purchases as they are.');
    expect(card.text).toContain('[Turn off]  [Leave it]');
    const { changedBy, ...unknown } = facts;
    expect(changedBy).toBe(ANNA);
    expect(permissionCard(words, unknown, ask).text).toContain('Since Jan 7, 2021, 09:16 UTC\n');
  });

  it('warns in a blocked market, but lets it be turned on', () => {
    const { text } = permissionCard(words, permissionFacts({ marketBlocked: true }), ask);
    expect(text).toContain('Reservations are not sold in this customer’s market.');
    expect(text).toContain('[Turn on]');
  });

  it.each([true, false])('tells whoever may not switch it (on: %s) who may', (on) => {
    const { text } = permissionCard(words, permissionFacts({ on, maySwitch: false }), ask);
    expect(text).toContain('Only an Admin agent may switch this.');
    expect(text).not.toContain('[Turn');
  });

  it.each(LOCALES)('holds many subscriptions with the longest hostile names, in %s', (locale) => {
    const many = Array.from({ length: 50 }, () => LONGEST);
    const card = permissionCard(
      wordsFor(locale),
      permissionFacts({
        customerName: LONGEST,
        subscriptions: many,
        owned: many.map((subscription) => ({ subscription, owners: many })),
        changedAt: '2021-01-07T09:16:00Z',
        changedBy: { ...ANNA, name: LONGEST },
      }),
      ask,
    );
    expect(checkCard(card)).toEqual([]);
    expect(card.text).toMatch(/and 47 more|en nog 47|och 47 till/);
  });
});
