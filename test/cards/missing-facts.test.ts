/** The form in which is filled in what a file did not say, against the rules of every card. */
import { describe, expect, it } from '@jest/globals';
import type { Card } from '../../cards/card.js';
import { chooseReservationCard } from '../../cards/views/choose-reservation.js';
import { missingFactsCard } from '../../cards/views/missing-facts.js';
import { type Words, wordsFor } from '../../cards/words.js';
import type { IncompleteFacts } from '../../domain/answers.js';
import { ShownCard } from '../support/shown-card.js';
import { checkCard, HOSTILE, LOCALES, LONGEST } from './card-rules.js';
import { firstPage } from './facts.js';

const ask = { cardId: 'card1' };
const facts = (id: string, name: string): IncompleteFacts => ({
  subscriptionName: name,
  reservation: {
    id,
    orderId: `order-${id}`,
    orderNumber: '',
    product: { id: 'p', name, type: 'virtualMachines', region: 'westeurope', term: 'P1Y', returnable: true },
    quantity: 2,
    endsOn: '2027-03-31',
    currency: 'EUR',
    subscriptionId: 's1',
    scope: 'shared',
    status: 'active',
    access: [],
    utilization: [],
  },
});
const of = (words: Words, items: IncompleteFacts[], customerName = 'Fabrikam') =>
  missingFactsCard(words, { customerName, reservations: firstPage(items) }, ask);
const shown = (card: Card) => new ShownCard(JSON.parse(JSON.stringify(card)), '');
const fields = ['reservation', 'price', 'currency', 'startsOn', 'billing'];

describe.each(LOCALES)('in %s, the card of missing facts', (locale) => {
  const words = wordsFor(locale);

  it('keeps the rules of every card', () => {
    checkCard(of(words, [facts('r1', 'Standard_D2s_v5')]));
    checkCard(of(words, []));
  });

  it('keeps them with the longest and hostile names, everything filled in and wrong', () => {
    const many = Array.from({ length: 8 }, (_, i) => facts(`r${i}`, i % 2 === 0 ? LONGEST : HOSTILE));
    checkCard(of(words, many, HOSTILE));
    const mess = {
      ...ask,
      entries: Object.fromEntries(fields.map((id) => [id, LONGEST])),
      errors: Object.fromEntries(fields.map((id) => [id, `This is wrong: ${HOSTILE}`])),
    };
    checkCard(missingFactsCard(words, { customerName: LONGEST, reservations: firstPage(many) }, mess));
  });

  it('is offered on the list of reservations, with how many there are', () => {
    const input = { job: 'refund' as const, customerName: 'Fabrikam', reservations: firstPage([]) };
    const card = chooseReservationCard(words, { ...input, incomplete: 3 }, ask);
    checkCard(card);
    expect(shown(card).actions).toContain('missing');
    expect(JSON.stringify(card)).toContain(words.t('missing.notice', { count: 3 }));
    expect(shown(chooseReservationCard(words, input, ask)).actions).not.toContain('missing');
  });
});

it('fills in what is known of a single one, and nothing where it is not clear whose it is', () => {
  const words = wordsFor('en-US');
  const one = shown(of(words, [facts('r1', 'Standard_D2s_v5')]));
  expect([one.value('reservation'), one.value('currency'), one.value('price')]).toEqual(['r1', 'EUR', '']);
  const two = shown(of(words, [facts('r1', 'a'), facts('r2', 'b')]));
  expect([two.value('reservation'), two.value('currency')]).toEqual(['', '']);
});
