import { describe, expect, it } from '@jest/globals';
import { reservationCard } from '../../cards/views/reservation.js';
import { wordsFor } from '../../cards/words.js';
import { checkCard, LOCALES, LONGEST } from './card-rules.js';
import { reservationFacts, said, worstProduct } from './reservation-samples.js';

const words = wordsFor('en-US');

describe('the card of a reservation', () => {
  it('shows the overview: expiry, scope, utilization, reseller', () => {
    const card = reservationCard(words, reservationFacts({ resellerName: 'Tailspin Resellers' }));
    expect(checkCard(card)).toEqual([]);
    expect(said(card.text)).toContain('Expires  Jan 1, 2022 (359 days left)');
    expect(said(card.text)).toContain('Scope  Shared');
    expect(said(card.text)).toContain('Partner of Record  Tailspin Resellers');
    expect(said(card.text)).toContain('83% on average over the last 30 days with data');
  });

  it('shows all three numbers: reservation ID, reservation order ID, order number', () => {
    const { text } = reservationCard(words, reservationFacts());
    expect(said(text)).toContain('Reservation ID\n1b2c3d4e-0000-4000-8000-000000000001');
    expect(said(text)).toContain('Reservation order ID\n9f8e7d6c-0000-4000-8000-000000000001');
    expect(said(text)).toContain('Order number\nORD-20210101-0001');
  });

  it('leads to a refund and an exchange while it can be returned', () => {
    const json = JSON.stringify(reservationCard(words, reservationFacts()).content);
    expect(json).toContain('"job":"refund","customerId":"c-1"');
    expect(json).toContain('"job":"exchange","customerId":"c-1"');
    expect(json).toContain('"job":"reservations","customerId":"c-1"');
  });

  it.each([
    ['expired', 'It has expired'],
    ['refundRequested', 'A refund is requested'],
    ['exchangeRequested', 'An exchange is requested'],
    ['refunded', 'It has been refunded'],
    ['exchanged', 'It has been exchanged'],
    ['active', 'can never be refunded or exchanged'],
  ] as const)('says why one that is %s can not be returned', (state, why) => {
    const card = reservationCard(words, reservationFacts({ state, returnable: false, daysLeft: 0 }));
    expect(checkCard(card)).toEqual([]);
    expect(said(card.text)).toContain(why);
    expect(said(card.text)).not.toContain('[Refund]');
  });

  it('says that utilization is unknown rather than zero', () => {
    const { utilization, ...facts } = reservationFacts();
    expect(utilization).toBe(83);
    expect(said(reservationCard(words, facts).text)).toContain('Unknown: there is no usage data yet');
    expect(said(reservationCard(words, { ...facts, utilization: 0 }).text)).toContain('0% on average');
  });

  it('marks what the customer bought itself', () => {
    const card = reservationCard(words, reservationFacts({}, { boughtByCustomer: 'John at Contoso' }));
    expect(said(card.text)).toContain('Jan 1, 2021, by the customer itself: John at Contoso');
  });

  it.each(LOCALES)('shows the longest hostile names as text only, in %s', (locale) => {
    const card = reservationCard(
      wordsFor(locale),
      reservationFacts(
        { customerName: LONGEST, subscriptionName: LONGEST, resellerName: LONGEST },
        { product: worstProduct(), boughtByCustomer: LONGEST, requestNumber: LONGEST, orderNumber: LONGEST },
      ),
    );
    expect(checkCard(card)).toEqual([]);
  });
});
