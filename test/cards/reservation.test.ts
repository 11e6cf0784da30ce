import { describe, expect, it } from '@jest/globals';
import { reservationCard } from '../../cards/views/reservation.js';
import { wordsFor } from '../../cards/words.js';
import type { ReservationPage } from '../../domain/answers.js';
import type { Reservation } from '../../domain/model.js';
import { utilizationOf } from '../../domain/policy/utilization.js';
import { addDays } from '../../domain/term.js';
import { checkCard, LOCALES, LONGEST } from './card-rules.js';
import { ANNA, reservationPage, said, worstProduct } from './reservation-samples.js';

const words = wordsFor('en-US');
const ask = { cardId: 'k' };

const cardOf = (over: Partial<ReservationPage> = {}, reservation: Partial<Reservation> = {}) =>
  reservationCard(words, reservationPage(over, reservation), ask);
const textOf = (over: Partial<ReservationPage> = {}, reservation: Partial<Reservation> = {}) =>
  said(cardOf(over, reservation).text);

describe('the page of a reservation', () => {
  it('shows the overview: expiry, who bought it and when, price, what is paid, scope, reseller', () => {
    const card = cardOf({ resellerName: 'Tailspin Resellers' });
    expect(checkCard(card)).toEqual([]);
    const text = said(card.text);
    expect(text).toContain('Expires  Jan 1, 2022 (359 days left)');
    expect(text).toContain('Bought  Jan 1, 2021, by Anna Admin (Admin agent)');
    expect(text).toContain('Paid so far  USD 3,650.00');
    expect(text).not.toContain('Still to come');
    expect(text).toContain('Scope  Shared');
    expect(text).toContain('Partner of Record  Tailspin Resellers');
  });

  it('shows with monthly billing what is to come and the next payment', () => {
    const payments = { paid: '200.00', toCome: '1000.00', next: { due: '2021-03-01', amount: '100.00' } };
    expect(textOf({ payments }, { billing: 'monthly' })).toContain(
      'Paid so far  USD 200.00\nStill to come  USD 1,000.00, next USD 100.00 on Mar 1, 2021',
    );
  });

  it('shows the utilization as a picture, and says the same in words, there and beside it', () => {
    const { content, text } = cardOf();
    const summary =
      '62% on average over 4 days with data. Lowest: 0% on Jan 3, 2021. At 0%: 1 day. Below 80%: 2 days.';
    expect(text).toContain(`Utilization by day, Dec 9, 2020 to Jan 7, 2021. ${summary}\n${summary}`);
    expect(JSON.stringify(content)).toContain('"url":"data:image/png;base64,');
  });

  it('says that utilization is unknown rather than zero, and draws nothing', () => {
    const { content, text } = cardOf({ use: utilizationOf({ utilization: [] }, '2021-01-07') });
    expect(text).toContain('Unknown: there is no usage data yet');
    expect(JSON.stringify(content)).not.toContain('data:image');
  });

  it('shows all three numbers, and leads to the reservation in the Azure portal', () => {
    const text = textOf();
    expect(text).toContain('Reservation ID\n1b2c3d4e-0000-4000-8000-000000000001');
    expect(text).toContain('Reservation order ID\n9f8e7d6c-0000-4000-8000-000000000001');
    expect(text).toContain('Order number\nORD-20210101-0001');
    expect(text).toContain(
      'https://portal.azure.com/#@contoso.example/resource/providers/Microsoft.Capacity/reservationOrders/9f8e7d6c-0000-4000-8000-000000000001/reservations/1b2c3d4e-0000-4000-8000-000000000001/overview',
    );
  });

  it.each(['', 'evil.example/x?y#', 'javascript:alert(1)', 'a@b.example'])(
    'leaves a domain out of the link that is none: "%s"',
    (domain) => {
      expect(textOf({ domain }, { id: 'a/b?c', orderId: 'd#e' })).toContain(
        'https://portal.azure.com/#resource/providers/Microsoft.Capacity/reservationOrders/d%23e/reservations/a%2Fb%3Fc/overview',
      );
    },
  );

  it('leads to what can be done with it, each for this reservation, and to all of them', () => {
    const json = JSON.stringify(cardOf().content);
    for (const job of ['refund', 'exchange', 'configure', 'renew']) {
      expect(json).toContain(
        `"job":"${job}","customerId":"c-1","reservationId":"1b2c3d4e-0000-4000-8000-000000000001"`,
      );
    }
    expect(json).toContain('"job":"reservations","customerId":"c-1","reservationId":""');
  });

  it.each([
    ['expired', 'It has expired'],
    ['upcoming', 'It has not started yet'],
    ['refundRequested', 'A refund is requested'],
    ['exchangeRequested', 'An exchange is requested'],
    ['refunded', 'It has been refunded'],
    ['exchanged', 'It has been exchanged'],
    ['active', 'can never be refunded or exchanged'],
  ] as const)('says why one that is %s can not be returned', (state, why) => {
    const card = cardOf({ state, returnable: false, configurable: false, renewable: false, daysLeft: 0 });
    expect(checkCard(card)).toEqual([]);
    expect(said(card.text)).toContain(why);
    for (const button of ['[Refund]', '[Exchange]', '[Configuration]', '[Renew]'])
      expect(said(card.text)).not.toContain(button);
  });

  it('marks what the customer bought itself', () => {
    expect(
      textOf({ bought: { at: '2021-01-01T09:30:00Z' } }, { boughtByCustomer: 'John at Contoso' }),
    ).toContain('Jan 1, 2021, by the customer itself: John at Contoso');
  });

  it('says of a configuration that was changed by whom, when, and whether Partner Center has it', () => {
    const configured = { at: '2021-01-06T10:00:00Z', by: ANNA, placement: { state: 'recorded' } } as const;
    expect(textOf({}, { configured })).toContain(
      'Changed Jan 6, 2021, 10:00 UTC by Anna Admin; recorded here, not yet placed in Partner Center.',
    );
  });

  it('says how it stands with the renewal: off, on, refused, done', () => {
    expect(textOf()).toContain('Automatic renewal is off.\nIt can be renewed from Dec 2, 2021.');
    const automaticRenewal = { at: '2021-01-06T10:00:00Z', by: ANNA };
    expect(textOf({}, { automaticRenewal })).toContain(
      'Automatic renewal is on: ordered on Jan 1, 2022 at that day’s price, as Anna Admin',
    );
    const refusal = { code: 'SubscriptionNotActive', subscription: 'Production' };
    const renewalRefused = {
      id: 'a-1',
      at: '2022-01-01T00:10:00Z',
      action: 'renew automatically',
      outcome: 'refused',
      refusal,
    } as const;
    const late = textOf({ renewalRefused, state: 'expired' }, { automaticRenewal });
    expect(late).toContain('as Anna Admin: it is tried once a day until Jan 31, 2022.');
    expect(late).toContain(
      'Not renewed on Jan 1, 2022, 00:10 UTC: This subscription is not active. Production is suspended',
    );
    const renewedBy = { id: 'r-2', orderNumber: 'RD-2', startsOn: '2022-01-01', endsOn: '2023-01-01' };
    const renewed = textOf({ renewedBy, renewable: false });
    expect(renewed).toContain('Renewed with order RD-2, which begins on Jan 1, 2022.');
    expect(renewed).not.toContain('Automatic renewal is');
    expect(textOf({ renews: { ...renewedBy, orderNumber: 'RD-0' } })).toContain(
      'It renews the reservation of order RD-0.',
    );
  });

  it.each(LOCALES)('shows the longest hostile names as text only, within the size, in %s', (locale) => {
    const by = { ...ANNA, name: LONGEST };
    const utilization = Array.from({ length: 30 }, (_, i) => ({
      day: addDays('2020-12-09', i),
      percent: (i * 37) % 101,
    }));
    const related = { id: LONGEST, orderNumber: LONGEST, startsOn: '2022-01-01', endsOn: '2023-01-01' };
    const card = reservationCard(
      wordsFor(locale),
      reservationPage(
        {
          customerName: LONGEST,
          subscriptionName: LONGEST,
          resellerName: LONGEST,
          domain: LONGEST,
          bought: { at: '2021-01-01T09:30:00Z', by },
          use: utilizationOf({ utilization }, '2021-01-07'),
          payments: {
            paid: '99999999.99',
            toCome: '99999999.99',
            next: { due: '2021-02-01', amount: '9999999.99' },
          },
          renews: related,
          renewalRefused: {
            id: 'a',
            at: '2022-01-01T00:10:00Z',
            action: 'renew automatically',
            outcome: 'refused',
            refusal: { code: 'NeedsAccess', subscription: LONGEST },
          },
        },
        {
          product: worstProduct(),
          requestNumber: LONGEST,
          orderNumber: LONGEST,
          automaticRenewal: { at: '2021-01-06T10:00:00Z', by },
          configured: { at: '2021-01-06T10:00:00Z', by, placement: { state: 'recorded' } },
        },
      ),
      ask,
    );
    expect(checkCard(card)).toEqual([]);
  });
});
