/** The cards about subscriptions and access. */
import { describe, expect, it } from '@jest/globals';
import { accessCard, chooseColleagueCard } from '../../cards/views/access.js';
import { addPlanCard } from '../../cards/views/add-plan.js';
import { askCountryCard } from '../../cards/views/ask-country.js';
import { chooseSubscriptionCard } from '../../cards/views/choose-subscription.js';
import { subscriptionCard } from '../../cards/views/subscription.js';
import { type Words, wordsFor } from '../../cards/words.js';
import type { AccessFacts, Granted, Hindrance, SubscriptionDetail } from '../../domain/answers/access.js';
import type { Page } from '../../domain/answers.js';
import { reservation, subscription, user } from '../support/builders.js';
import { checkCard, HOSTILE, LOCALES, LONGEST } from './card-rules.js';
import * as facts from './facts.js';
import { reservationFacts, worstProduct } from './reservation-samples.js';

const words = wordsFor('en-US');
const ask = { cardId: 'k' };

const pageOf = <T>(items: readonly T[], total = items.length): Page<T> => ({
  items,
  total,
  page: 1,
  pages: Math.max(1, Math.ceil(total / 8)),
});
const granted = (over: Partial<Granted> = {}): Granted => ({
  id: 'sam',
  kind: 'colleague',
  name: 'Sam Sales',
  email: 'sam@partner.example',
  roles: ['SalesAgent'],
  removed: false,
  ...over,
});
const ADA = user();

const accessFacts = (over: Partial<AccessFacts> = {}): AccessFacts => ({
  customerId: 'c-1',
  customerName: 'Contoso Ltd',
  subscription: subscription(),
  reservation: reservation(),
  byRole: [ADA],
  bySubscription: [],
  given: pageOf([granted(), granted({ id: 'a@b.example', kind: 'customerUser', name: 'a@b.example' })]),
  mayGrant: true,
  ...over,
});
const detail = (over: Partial<SubscriptionDetail> = {}): SubscriptionDetail => ({
  subscription: subscription({ owners: ['Olga'] }),
  usable: true,
  mayBuy: true,
  customerId: 'c-1',
  customerName: 'Contoso Ltd',
  hindrances: [],
  canAddPlan: false,
  owners: pageOf(['Olga']),
  given: pageOf([granted()]),
  byRole: [ADA],
  reservations: [reservationFacts()],
  mayManage: true,
  mayGrant: true,
  ...over,
});

/** Eight on a page of very many, each as long and hostile as can be. */
const worstGranted = pageOf(
  Array.from({ length: 8 }, (_, i) => granted({ id: `${i}${LONGEST}`, name: LONGEST, email: LONGEST })),
  1000,
);
const worstUsers = Array.from({ length: 200 }, (_, i) =>
  user({ id: `u${i}`, name: LONGEST, email: LONGEST }),
);
const HINDRANCES: Hindrance[] = [
  'SubscriptionNotActive',
  'SubscriptionElsewhere',
  'NeedsAzurePlan',
  'ReservationsNotSoldInMarket',
  'CountryUnknown',
  'NeedsAccess',
];
const mess = (...ids: string[]) => ({
  ...ask,
  entries: Object.fromEntries(ids.map((id) => [id, LONGEST])),
  errors: Object.fromEntries(ids.map((id) => [id, `This is wrong: ${HOSTILE}`])),
});

const worstIn = (spoken: Words) => ({
  access: accessCard(
    spoken,
    accessFacts({
      customerName: LONGEST,
      subscription: subscription({ name: LONGEST }),
      reservation: reservation({ product: worstProduct() }),
      byRole: worstUsers,
      bySubscription: Array.from({ length: 200 }, () => granted({ name: LONGEST })),
      given: worstGranted,
    }),
    mess('who', 'given'),
  ),
  'access for looking': accessCard(
    spoken,
    accessFacts({ given: worstGranted, byRole: worstUsers, mayGrant: false }),
    ask,
  ),
  colleagues: chooseColleagueCard(
    spoken,
    { customerName: LONGEST, colleagues: pageOf(worstUsers.slice(0, 8), 1000) },
    mess('colleague'),
  ),
  subscriptions: chooseSubscriptionCard(
    spoken,
    {
      customerId: 'c-1',
      customerName: LONGEST,
      subscriptions: pageOf(facts.longSubscriptions.slice(0, 8), 40),
      canAddPlan: true,
    },
    mess('subscription'),
  ),
  subscription: subscriptionCard(
    spoken,
    detail({
      customerName: LONGEST,
      subscription: subscription({ name: LONGEST, offer: 'other', offerName: LONGEST }),
      resellerName: LONGEST,
      hindrances: HINDRANCES,
      country: 'NE',
      azurePlan: LONGEST,
      canAddPlan: true,
      owners: pageOf(
        Array.from({ length: 8 }, () => LONGEST),
        1000,
      ),
      given: worstGranted,
      byRole: worstUsers,
      reservations: Array.from({ length: 200 }, () => reservationFacts({}, { product: worstProduct() })),
    }),
    mess('owner', 'email'),
  ),
  'add a plan in place of Azure Global': addPlanCard(
    spoken,
    { customerName: LONGEST, agreementSigned: true, elsewhere: [LONGEST], legacy: LONGEST },
    ask,
  ),
  country: askCountryCard(spoken, { customerName: LONGEST, standing: 'NE' }, mess('country')),
});

describe('the cards about subscriptions and access', () => {
  it.each(
    LOCALES.flatMap((locale) =>
      Object.entries(worstIn(wordsFor(locale))).map(([name, card]) => ({ name, locale, card })),
    ),
  )('keep the rules with the longest and most hostile names: $name in $locale', ({ card }) => {
    expect(checkCard(card)).toEqual([]);
  });

  it('have no more buttons than there are things to do', () => {
    const empty = chooseSubscriptionCard(
      words,
      { customerId: 'c-1', customerName: 'Contoso', subscriptions: pageOf([]), canAddPlan: false },
      ask,
    );
    expect(checkCard(empty)).toEqual([]);
    expect(empty.text).toMatch(/has no subscription yet[\s\S]*\n\[Cancel\]$/);
    const nobody = chooseColleagueCard(words, { customerName: 'Contoso', colleagues: pageOf([]) }, ask);
    expect(checkCard(nobody)).toEqual([]);
    expect(nobody.text).toMatch(/\n\[Back\] {2}\[Cancel\]$/);
  });
});

describe('the card of who has access', () => {
  it('says how each comes to it, and of somebody who has left that they have', () => {
    const { text } = accessCard(
      words,
      accessFacts({
        bySubscription: [granted({ name: 'Hal', roles: ['HelpdeskAgent', 'SalesAgent'] })],
        given: pageOf([granted(), granted({ id: 'lee', name: 'Lee Left', removed: true })]),
      }),
      ask,
    );
    expect(text).toContain('By their role\nAda Admin. Their role needs no access.');
    expect(text).toContain('Through the subscription Subscription One\nHal — Helpdesk agent and Sales agent');
    expect(text).toContain('1 · Sam Sales — Sales agent\n2 · Lee Left — no longer here');
  });

  it('of a subscription goes back to it, and of a reservation leads there', () => {
    const { reservation: _, ...whole } = accessFacts();
    expect(accessCard(words, whole, ask).text).toContain('[Withdraw]  [Back]  [Close]');
    expect(accessCard(words, accessFacts(), ask).text).toContain('[Open the subscription]  [Close]');
  });

  it('for whoever may not grant has rows in place of fields', () => {
    const card = accessCard(words, accessFacts({ mayGrant: false }), ask);
    expect(checkCard(card)).toEqual([]);
    expect(card.text).toContain('1 · Sam Sales — Sales agent\n2 · a@b.example — user of the customer');
    expect(JSON.stringify(card.content)).not.toContain('Input.');
    expect(card.text).not.toContain('[Grant access]');
  });
});

describe('the card of a subscription', () => {
  it('offers to buy where nothing is in the way, and to add an Azure plan where there is none', () => {
    const card = subscriptionCard(words, detail(), ask);
    expect(checkCard(card)).toEqual([]);
    expect(card.text).toContain('✓ You can buy reservations under this subscription.');
    expect(card.text).toContain('[Buy]');
    expect(subscriptionCard(words, detail({ canAddPlan: true }), ask).text).toContain('[Add an Azure plan]');
  });

  it.each(HINDRANCES)('says why it can not be bought under: %s', (code) => {
    const card = subscriptionCard(words, detail({ hindrances: [code], country: 'NE' }), ask);
    expect(checkCard(card)).toEqual([]);
    expect(card.text).toMatch(/Buying reservations under it\n✗ .{20}/);
    expect(card.text).not.toContain('You can buy');
    expect(card.text.includes('From Azure Global to an Azure plan')).toBe(code === 'NeedsAzurePlan');
  });

  it('names the Azure plan to buy under instead, where the customer has one', () => {
    const { text } = subscriptionCard(
      words,
      detail({ hindrances: ['NeedsAzurePlan'], azurePlan: 'Main plan' }),
      ask,
    );
    expect(text).toContain('What to do: buy under Main plan, the customer’s Azure plan.');
    expect(text).toContain('[Buy]');
  });

  it('has rows in place of fields for whoever may not manage it', () => {
    const card = subscriptionCard(words, detail({ mayManage: false }), ask);
    expect(checkCard(card)).toEqual([]);
    expect(JSON.stringify(card.content)).not.toContain('Input.');
    expect(card.text).toContain('1 · Olga');
    expect(card.text).not.toContain('[Record Owner]');
  });

  it('holds with nothing on it and nobody there', () => {
    const card = subscriptionCard(
      words,
      detail({ owners: pageOf([]), given: pageOf([]), byRole: [], reservations: [] }),
      ask,
    );
    expect(checkCard(card)).toEqual([]);
    expect(card.text).toContain('Nobody is recorded as Owner.');
    expect(card.text).not.toContain('[Remove Owner]');
  });
});
