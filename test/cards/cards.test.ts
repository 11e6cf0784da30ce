import { describe, expect, it } from '@jest/globals';
import type { Card } from '../../cards/card.js';
import { addPlanCard } from '../../cards/views/add-plan.js';
import { askCountryCard } from '../../cards/views/ask-country.js';
import { chooseCustomerCard } from '../../cards/views/choose-customer.js';
import { chooseProductCard } from '../../cards/views/choose-product.js';
import { customerCard } from '../../cards/views/customer.js';
import { decidedCard } from '../../cards/views/decided.js';
import { groupHelpCard, groupWelcomeCard, inPrivateCard } from '../../cards/views/group.js';
import { helpCard } from '../../cards/views/help.js';
import { orderPlacedCard } from '../../cards/views/order-placed.js';
import { reviewCard } from '../../cards/views/review.js';
import { welcomeCard } from '../../cards/views/welcome.js';
import { type Words, wordsFor } from '../../cards/words.js';
import { checkCard, HOSTILE, LOCALES, LONGEST } from './card-rules.js';
import * as facts from './facts.js';

const words = wordsFor('en-US');
const ask = { cardId: 'card1' };
/** Everything filled in with hostile text, and everything wrong. */
const mess = (ids: readonly string[]) => ({
  ...ask,
  entries: Object.fromEntries(ids.map((id) => [id, LONGEST])),
  errors: Object.fromEntries(ids.map((id) => [id, `This is wrong: ${HOSTILE}`])),
});
const itemIds = facts.longReview.items.flatMap(({ id }) => [`quantity_${id}`, `reseller_${id}`]);

const long = { ...facts.me, user: { ...facts.me.user, name: LONGEST } };
const productFacts = {
  customerName: 'Fabrikam',
  purpose: 'buy',
  subscriptions: [facts.onProduction],
  offers: facts.offers,
  filter: { text: 'd2s' },
  segment: 'commercial',
  cartItems: 1,
} as const;
const exchange = {
  currency: 'USD',
  returnedValue: '2400.00',
  chosen: [{ product: facts.product, quantity: 2, price: '1038.00' }],
  chosenTotal: '1038.00',
};

const ordinary: Record<string, Card> = {
  welcome: welcomeCard(words, { me: facts.me, localMode: true }),
  help: helpCard(words, { localMode: true, flow: 'Refund for Fabrikam' }),
  'choose a customer': chooseCustomerCard(
    words,
    { job: 'buy', found: facts.customerPage([facts.fabrikam], 23), query: '' },
    ask,
  ),
  'choose a customer while typing': chooseCustomerCard(
    words,
    { job: 'buy', found: facts.customerPage([facts.fabrikam], 23), query: '', suggests: true },
    ask,
  ),
  'choose a product while typing': chooseProductCard(words, { ...productFacts, suggests: true }, ask),
  'in a group': groupWelcomeCard(words, 'https://teams.microsoft.com/l/chat/0/0?users=28:x'),
  'help in a group': groupHelpCard(words, undefined),
  'go on in private': inPrivateCard(words, 'https://teams.microsoft.com/l/chat/0/0?users=28:x'),
  'go on in private, where there is no link': inPrivateCard(words, undefined),
  'ask for a country': askCountryCard(words, { customerName: 'Fabrikam' }, ask),
  'add a plan': addPlanCard(
    words,
    { customerName: 'Fabrikam', agreementSigned: false, elsewhere: ['Lab'] },
    ask,
  ),
  'choose a product': chooseProductCard(words, productFacts, ask),
  'choose for an exchange': chooseProductCard(words, { ...productFacts, purpose: 'exchange', exchange }, ask),
  'no product found': chooseProductCard(
    words,
    { ...productFacts, offers: { ...facts.offers, offers: facts.firstPage([]) } },
    ask,
  ),
  review: reviewCard(words, { review: facts.review }, ask),
  'order placed': orderPlacedCard(words, { placed: facts.placed }),
  customer: customerCard(words, facts.customer),
  decided: decidedCard(words, 'Customer: Fabrikam'),
};

const worstIn = (words: Words): Record<string, Card> => ({
  welcome: welcomeCard(words, {
    me: long,
    localMode: true,
    attention: Array.from({ length: 20 }, () => LONGEST),
  }),
  help: helpCard(words, { localMode: true, flow: LONGEST }),
  'choose a customer': chooseCustomerCard(
    words,
    { job: 'refund', found: facts.customerPage(facts.longCustomers, 100000), query: LONGEST, suggests: true },
    mess(['search', 'customer', 'quick']),
  ),
  'customers that come near': chooseCustomerCard(
    words,
    {
      job: 'refund',
      found: { ...facts.customerPage(facts.longCustomers, 100000), approximate: true },
      query: LONGEST,
    },
    ask,
  ),
  'no customer found': chooseCustomerCard(
    words,
    { job: 'refund', found: facts.customerPage([]), query: LONGEST },
    ask,
  ),
  'in a group': groupWelcomeCard(words, undefined),
  'go on in private': inPrivateCard(words, undefined),
  'ask for a country': askCountryCard(words, { customerName: LONGEST }, mess(['country'])),
  'add a plan': addPlanCard(
    words,
    { customerName: LONGEST, agreementSigned: false, elsewhere: Array.from({ length: 40 }, () => LONGEST) },
    mess(['firstName', 'lastName', 'email', 'date']),
  ),
  'choose a product': chooseProductCard(
    words,
    {
      ...productFacts,
      suggests: true,
      customerName: LONGEST,
      subscriptions: facts.longSubscriptions,
      offers: facts.longOffers,
      purpose: 'exchange',
      exchange: {
        ...exchange,
        chosen: Array.from({ length: 10 }, () => ({
          ...exchange.chosen[0],
          product: facts.longProduct,
          quantity: 1,
          price: '1.00',
        })),
      },
    },
    mess(['text', 'type', 'region', 'term', 'segment', 'product', 'quantity', 'subscription']),
  ),
  review: reviewCard(words, { review: facts.longReview, changed: true }, mess(itemIds)),
  'review with many resellers': reviewCard(
    words,
    {
      review: { ...facts.longReview, resellers: facts.resellers(300) },
      needs: { code: 'NeedsAccess', subscription: LONGEST },
    },
    mess(itemIds),
  ),
  'order placed': orderPlacedCard(words, { placed: facts.longPlaced }),
  customer: customerCard(words, facts.longCustomerFacts),
  decided: decidedCard(words, LONGEST, 'faint'),
});
const worst = worstIn(words);

/** The text version, with the no-break spaces of amounts as spaces. */
const said = (card?: Card) => (card?.text ?? '').replaceAll('\u00a0', ' ');

describe('every card', () => {
  it.each(Object.entries(ordinary))('keeps the rules of cards: %s', (_, card) => {
    expect(checkCard(card)).toEqual([]);
  });
  it.each(
    LOCALES.flatMap((locale) =>
      Object.entries(worstIn(wordsFor(locale))).map(([name, card]) => ({ name, locale, card })),
    ),
  )('keeps them with the longest and most hostile names: $name in $locale', ({ card }) => {
    expect(checkCard(card)).toEqual([]);
  });
});

describe('a card that asks', () => {
  it('keeps what the user had filled in, and says beside the field what is wrong', () => {
    const card = chooseProductCard(words, productFacts, {
      ...ask,
      entries: { quantity: '2,5', product: 'x', text: 'b1ms' },
      errors: { quantity: 'Enter a whole number.' },
    });
    const json = JSON.stringify(card.content);
    expect(json).toContain('"value":"2,5"');
    expect(json).toContain(
      '"id":"product","label":"2 reservations, price of one for the whole term","value":"x"',
    );
    expect(said(card)).toContain('Please look at the line marked below.');
    expect(said(card)).toContain('Enter a whole number.');
  });

  it('presets the only customer found', () => {
    const card = chooseCustomerCard(
      words,
      { job: 'buy', found: facts.customerPage([facts.fabrikam]), query: 'fab' },
      ask,
    );
    expect(JSON.stringify(card.content)).toContain('"value":"fabrikam","style":"expanded"');
  });

  it('shows the button to the next page only where there is one, with its rows', () => {
    expect(said(ordinary['choose a customer'])).toContain('[Show 9–16 of 23]');
    expect(said(ordinary['choose a product'])).not.toContain('[Show');
  });

  it('says so and offers to search again where no customer is found', () => {
    expect(said(worst['no customer found'])).toContain('No customer matches');
    expect(said(worst['no customer found'])).toContain('[Search]');
    expect(said(worst['no customer found'])).not.toContain('[Next]');
  });

  it('shows a hostile name as the characters that it has', () => {
    expect(said(worst['choose a customer'])).toContain('**Hostile** [l](http://e) ${1+1} <b>x</b> `y`');
    expect(JSON.stringify(worst['choose a customer']?.content.body)).toContain(
      '\\\\*\\\\*Hostile\\\\*\\\\* \\\\[l\\\\]',
    );
  });
});

describe('the review', () => {
  const text = said(ordinary.review);

  it('shows quantity, price of one and price of each item, the total and what is due today', () => {
    expect(text).toContain('USD 519.00 × 2');
    expect(text).toContain('USD 1,038.00');
    expect(text).toContain('Total  USD 3,018.00');
    expect(text).toContain('Due today  USD 1,093.00');
    expect(text).toContain('[Buy for USD 3,018.00]');
  });

  it('shows the payments of a monthly item with their dates, and what a price was', () => {
    expect(text).toContain('36 monthly payments, first USD 55.00');
    expect(text).toContain('Then on Dec 21, 2026  USD 55.00');
    // 3 are listed of 36, which are 1,980.00.
    expect(text).toContain('And 33 more, the last on Oct 21, 2029: together  USD 1,815.00');
    expect(text).toContain('Price changed; one was USD 1,944.00.');
  });

  it('asks for scope and billing only where there is a choice', () => {
    expect(text).toContain('Scope: Shared');
    const json = JSON.stringify(ordinary.review?.content);
    expect(json).not.toContain('"scope_item1"');
    expect(json).toContain('"scope_item2"');
    expect(json).not.toContain('reseller_');
  });

  it('says what prices do not include, how old they are and that single scope may need more quota', () => {
    expect(text).toContain('Prices do not include tax.');
    expect(text).toContain('Software costs');
    expect(text).toContain('Prices of Nov 18, 2026; they hold until Nov 21, 2026, 09:45 UTC.');
    expect(text).toContain('quota');
  });

  it('has no button to buy for a user who may not, and says what is missing', () => {
    const card = reviewCard(
      words,
      { review: facts.review, needs: { code: 'NeedsAccess', subscription: 'Production' } },
      ask,
    );
    expect(said(card)).not.toContain('[Buy for');
    expect(said(card)).toContain('You need access to Production.');
  });

  it('lets a reseller be typed where there are too many for a list', () => {
    expect(JSON.stringify(worst['review with many resellers']?.content)).toContain(
      '"label":"Reseller (name or MPN ID)"',
    );
  });
});

describe('the confirmation of an order', () => {
  it('shows the order number and both IDs, and says that it is recorded only, with the text to paste', () => {
    const text = said(ordinary['order placed']);
    expect(text).toContain('O-2026-000123');
    expect(text).toContain('Reservation ID 0d8a5d2e-5b1c-4c52-8c7a-8a1f0c2b7e11');
    expect(text).toContain('Reservation order ID 7b9c1f04-22de-4f7e-a3b0-5e6d7c8b9a10');
    expect(text).toContain('Recorded here; not yet placed in Partner Center.');
    expect(text).toContain('2 × Standard_D2s_v5 · Virtual machines · West Europe · 1 year');
    expect(text).toContain('https://partner.microsoft.com/dashboard/v2/customers/list');
  });

  it('says under which number it is placed once it is', () => {
    const { order } = facts.placed;
    const placement = { state: 'placed', number: 'MS-77' } as const;
    const card = orderPlacedCard(words, { placed: { ...facts.placed, order: { ...order, placement } } });
    expect(said(card)).toContain('Placed in Partner Center under MS-77.');
    expect(said(card)).not.toContain('Text to paste');
  });
});

describe('the card of a customer', () => {
  it('shows how it stands: reservations by state, the next to expire, the cap and open requests', () => {
    const text = said(ordinary.customer);
    expect(text).toContain('Active  2');
    expect(text).toContain('Expired  1');
    expect(text).toContain('Dec 4, 2026 · in 13 days');
    expect(text).toContain('USD 45,000.00 of USD 50,000.00 used');
    expect(text).toContain('R-2026-000045');
    expect(text).toContain('does not count');
  });

  it('leads to the customer’s record in the Azure portal, by a well-formed domain only', () => {
    expect(said(ordinary.customer)).toContain('Azure portal: https://portal.azure.com/fabrikam.example');
    expect(said(worst.customer)).toMatch(/Azure portal: https:\/\/portal\.azure\.com\/$/m);
  });

  it('says that reservations are not sold in a blocked market', () => {
    expect(said(worst.customer)).toContain('Reservations are not sold in Niger.');
  });
});

describe('welcome and help', () => {
  it('say who the user is, and how to act as another role in local mode only', () => {
    expect(said(ordinary.welcome)).toContain('Ada Lovelace');
    expect(said(ordinary.welcome)).toContain('Admin agent and Global admin');
    expect(said(ordinary.help)).toContain('act as <role>');
    expect(said(helpCard(words, { localMode: false }))).not.toContain('act as');
    expect(said(welcomeCard(words, { me: facts.me, localMode: false }))).not.toContain('act as');
  });
});
