/** The cards with which a reservation is configured and renewed. */
import { describe, expect, it } from '@jest/globals';
import { configureCard, configuredCard, subscriptionMeant } from '../../cards/views/configure.js';
import { renewCard } from '../../cards/views/renew.js';
import { wordsFor } from '../../cards/words.js';
import type { ConfigurationForm, Configured, RenewalReview, Review } from '../../domain/answers.js';
import { subscription } from '../support/builders.js';
import { checkCard, LOCALES, LONGEST } from './card-rules.js';
import { ANNA, aReservation, said, worstProduct } from './reservation-samples.js';

const words = wordsFor('en-US');
const ask = { cardId: 'k' };
const customer = { customerId: 'c-1', customerName: 'Contoso Ltd' };
const named = { ...customer, customerDomain: 'contoso.example' };

const production = subscription({ id: 's-1', name: 'Production' });
const test = subscription({ id: 's-2', name: 'Test' });
const form: ConfigurationForm = {
  ...customer,
  reservation: aReservation(),
  subscriptions: [production, test],
};

const configured: Configured = {
  ...customer,
  reservation: aReservation({ scope: 'single' }),
  changed: true,
  before: { scope: 'shared', subscriptionName: 'Production' },
  after: { scope: 'single', subscriptionName: 'Production' },
  placement: { state: 'recorded' },
};

const review: Review = {
  cartId: 'r-1',
  fingerprint: 'f',
  ...named,
  segment: 'commercial',
  currency: 'USD',
  items: [
    {
      id: 'r-1',
      product: aReservation().product,
      subscriptionId: 's-1',
      subscriptionName: 'Production',
      quantity: 5,
      maxQuantity: 100,
      unitPrice: '740.00',
      price: '3700.00',
      billing: 'oneTime',
      billingPlans: ['oneTime'],
      scope: 'shared',
      scopes: ['shared'],
    },
  ],
  total: '3700.00',
  dueToday: '3700.00',
  pricesInclude: 'noTax',
  pricesAsOf: '2021-12-01',
  resellers: [],
  validUntil: '2021-12-10T12:15:00Z',
};

const renewal: RenewalReview = {
  ...customer,
  reservation: aReservation(),
  oldPrice: '3650.00',
  billing: 'oneTime',
  review,
  startsOn: '2022-01-01',
  endsOn: '2023-01-01',
  renewableFrom: '2021-12-02',
  canBeAutomatic: true,
};

const renewText = (over: Partial<RenewalReview> = {}, changed = false) =>
  said(renewCard(words, { renewal: { ...renewal, ...over }, changed }, ask).text);

describe('the card of a configuration', () => {
  it('asks for scope and subscription, preset to what is so, with the note on quota', () => {
    const card = configureCard(words, form, ask);
    expect(checkCard(card)).toEqual([]);
    const json = JSON.stringify(card.content);
    expect(json).toContain('"id":"scope","label":"Scope","value":"shared"');
    expect(json).toContain('"id":"subscription","label":"Subscription","value":"s-1"');
    expect(card.text).toContain('vCPU quota may have to be raised');
  });

  it('keeps what was filled in, with what is wrong beside it', () => {
    const card = configureCard(words, form, {
      ...ask,
      entries: { scope: 'single', subscription: 's-2' },
      errors: { subscription: 'No access.' },
    });
    expect(JSON.stringify(card.content)).toContain('"value":"single"');
    expect(JSON.stringify(card.content)).toContain('"value":"s-2"');
    expect(card.text).toMatch(/No access\.\nSubscription: Test/);
  });

  it('has no button to save for who may not, and says what is missing', () => {
    const needs = { code: 'NeedsAccess', subscription: 'Production' } as const;
    const card = configureCard(words, { ...form, needs }, ask);
    expect(card.text).not.toContain('[Save]');
    expect(card.text).toContain('You need access to Production.');
  });

  it('finds the subscription that is typed: by id, whole name or the only part; never a guess', () => {
    const all = [production, test, subscription({ id: 's-3', name: 'Test two' })];
    const meant = (text: string) => subscriptionMeant(words, all, text)?.id;
    expect(['s-2', 'test', 'TEST TWO', 'prod'].map(meant)).toEqual(['s-2', 's-2', 's-3', 's-1']);
    expect(['', ' ', 'tes', 'another'].map(meant)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('says what changed, that it is recorded only, and what to paste', () => {
    const card = configuredCard(words, configured);
    expect(checkCard(card)).toEqual([]);
    expect(card.text).toContain('Scope  Shared → Single');
    expect(card.text).toContain('Subscription  Production');
    expect(card.text).toContain('Recorded here; not yet placed in Partner Center.');
    expect(card.text).toContain('Reservation ID: 1b2c3d4e-0000-4000-8000-000000000001');
  });

  it('says so where nothing changed, and where it is placed', () => {
    const { placement: _, ...unchanged } = { ...configured, changed: false };
    const same = configuredCard(words, unchanged);
    expect(checkCard(same)).toEqual([]);
    expect(same.text).toContain('Nothing changed');
    expect(same.text).not.toContain('Text to paste');
    expect(configuredCard(words, { ...configured, placement: { state: 'placed' } }).text).toContain(
      'Placed in Partner Center.',
    );
  });
});

describe('the card of a renewal', () => {
  it('shows old price, new price and what lies between, from when to when', () => {
    const card = renewCard(words, { renewal }, ask);
    expect(checkCard(card)).toEqual([]);
    const text = said(card.text);
    expect(text).toContain('Starts  Jan 1, 2022\nExpires  Jan 1, 2023');
    expect(text).toContain('Price of the old one  USD 3,650.00\nUSD 740.00 × 5  USD 3,700.00');
    expect(text).toContain('More than before  USD 50.00\nNew price  USD 3,700.00');
    expect(text).toContain('[Renew for USD 3,700.00]');
  });

  it('says by how much it is less, and compares no two currencies', () => {
    expect(renewText({ oldPrice: '4000.00' })).toContain('Less than before  USD 300.00');
    const elsewhere = renewText({ reservation: aReservation({ currency: 'EUR' }) });
    expect(elsewhere).toContain('Price of the old one  EUR 3,650.00');
    expect(elsewhere).not.toContain('than before');
  });

  it('says that something changed, and that the scope is shared again', () => {
    const text = renewText({ reservation: aReservation({ scope: 'single' }) }, true);
    expect(text).toContain('Something changed since you last looked.');
    expect(text).toContain('Under an Azure plan the scope is shared at purchase');
  });

  it('says why it can not be renewed now, without a button for it and without prices that hold', () => {
    const refusal = { code: 'RenewalTooEarly', renewableFrom: '2021-12-02', endsOn: '2022-01-01' } as const;
    const text = renewText({ refusal });
    expect(text).toContain('It ends on Jan 1, 2022 and can be renewed from Dec 2, 2021.');
    expect(text).not.toContain('[Renew for');
    expect(text).not.toContain('they hold until');
  });

  it('shows one that is no longer sold, without any price', () => {
    const { review: _, ...gone } = { ...renewal, refusal: { code: 'ProductNotFound' } as const };
    const card = renewCard(words, { renewal: gone }, ask);
    expect(checkCard(card)).toEqual([]);
    expect(card.text).toContain('This product is not in the price list');
    expect(card.text).not.toContain('New price');
  });

  it('switches automatic renewal on and off, where it can be', () => {
    expect(renewText()).toContain('[Turn on automatic renewal]');
    const automaticRenewal = { at: '2021-06-01T10:00:00Z', by: ANNA };
    const on = renewText({ reservation: aReservation({ automaticRenewal }) });
    expect(on).toContain('as Anna Admin, with all checks.');
    expect(on).toContain('[Turn off automatic renewal]');
    expect(renewText({ canBeAutomatic: false })).not.toContain('automatic renewal]');
  });
});

describe('with the longest hostile names, in every language', () => {
  const worst = {
    customerName: LONGEST,
    reservation: aReservation({
      product: worstProduct(),
      automaticRenewal: { at: '2021-06-01T10:00:00Z', by: { ...ANNA, name: LONGEST } },
    }),
  };
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => subscription({ id: `s-${i}`, name: `${i}${LONGEST}` }));
  const mess = { ...ask, entries: { scope: LONGEST, subscription: LONGEST }, errors: { scope: LONGEST } };
  const needs = { code: 'NeedsAccess', subscription: LONGEST } as const;
  const named = { scope: 'single', subscriptionName: LONGEST } as const;
  const items = review.items.map((item) => ({ ...item, subscriptionName: LONGEST, resellerName: LONGEST }));

  it.each(LOCALES)('the cards keep the rules: %s', (locale) => {
    const spoken = wordsFor(locale);
    const cards = [
      configureCard(spoken, { ...form, ...worst, subscriptions: many(40), needs }, mess),
      configureCard(spoken, { ...form, ...worst, subscriptions: many(300) }, mess),
      configuredCard(spoken, { ...configured, ...worst, before: named, after: named }),
      renewCard(
        spoken,
        { renewal: { ...renewal, ...worst, review: { ...review, items }, refusal: needs } },
        ask,
      ),
    ];
    expect(cards.flatMap(checkCard)).toEqual([]);
  });
});
