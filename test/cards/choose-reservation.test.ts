import { describe, expect, it } from '@jest/globals';
import { chooseReservationCard } from '../../cards/views/choose-reservation.js';
import { wordsFor } from '../../cards/words.js';
import { checkCard, HOSTILE, LOCALES, LONGEST } from './card-rules.js';
import { pageOf, said, worstPage } from './reservation-samples.js';

const words = wordsFor('en-US');
const customerName = 'Contoso Ltd';

describe('the card on which a reservation is chosen', () => {
  it('numbers the choices and says what they are, what they cost and how they stand', () => {
    const card = chooseReservationCard(
      words,
      { job: 'reservations', customerName, reservations: pageOf(2) },
      { cardId: 'k' },
    );
    expect(checkCard(card)).toEqual([]);
    expect(said(card.text)).toContain(
      '2 · 5 × Standard_D2s_v5 — West Europe · 1 year — bought Jan 1, 2021 · USD 3,650.00',
    );
    expect(said(card.text)).toContain('[Open]');
    expect(said(card.text)).not.toContain('How many');
  });

  it('asks for a refund how many of it', () => {
    const card = chooseReservationCard(
      words,
      { job: 'refund', customerName, reservations: pageOf(2) },
      { cardId: 'k' },
    );
    expect(said(card.text)).toContain('How many of it');
    expect(said(card.text)).toContain('[Get a quote]');
  });

  it('keeps what was filled in and says beside it what is wrong', () => {
    const reservations = pageOf(3);
    const chosen = reservations.items[1]?.reservation.id ?? '';
    const card = chooseReservationCard(
      words,
      { job: 'refund', customerName, reservations },
      {
        cardId: 'k',
        entries: { reservation: chosen, quantity: 'six' },
        errors: { quantity: 'A whole number from 1 to 5.' },
      },
    );
    expect(checkCard(card)).toEqual([]);
    const json = JSON.stringify(card.content);
    expect(json).toContain(`"value":"${chosen}"`);
    expect(json).toContain('"value":"six"');
    expect(said(card.text)).toMatch(/A whole number from 1 to 5\.\nHow many of it six/);
  });

  it('marks what the customer bought itself', () => {
    const card = chooseReservationCard(
      words,
      { job: 'refund', customerName, reservations: pageOf(1, 1, { boughtByCustomer: 'John' }) },
      { cardId: 'k' },
    );
    expect(said(card.text)).toContain('bought Jan 1, 2021 by the customer');
  });

  it('offers the next page where there is one', () => {
    const card = chooseReservationCard(
      words,
      { job: 'refund', customerName, reservations: pageOf(8, 20) },
      { cardId: 'k' },
    );
    expect(said(card.text)).toContain('[Show 9–16 of 20]');
  });

  it('asks nothing of a customer without reservations, and says so kindly', () => {
    const card = chooseReservationCard(
      words,
      { job: 'refund', customerName, reservations: pageOf(0) },
      { cardId: 'k' },
    );
    expect(checkCard(card)).toEqual([]);
    expect(said(card.text)).toContain('There is nothing to return here yet');
    expect(JSON.stringify(card.content)).not.toContain('Input.');
  });

  it.each(LOCALES)('holds a full page of the longest hostile names, in %s', (locale) => {
    const card = chooseReservationCard(
      wordsFor(locale),
      { job: 'refund', customerName: LONGEST, reservations: worstPage() },
      { cardId: 'k', entries: { quantity: HOSTILE }, errors: { reservation: HOSTILE, quantity: HOSTILE } },
    );
    expect(checkCard(card)).toEqual([]);
  });
});
