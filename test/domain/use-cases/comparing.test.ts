/** Refund, exchange or wait: worked out for whoever may see, and nothing is kept (rules sections 1, 4 and 5). */
import { describe, expect, it } from '@jest/globals';
import { ROLES } from '../../../domain/model.js';
import { RATES } from '../../../domain/store/kinds.js';
import { customer, reservation, subscription } from '../../support/builders.js';
import { CUSTOMER_ID, refused, testDesk } from '../../support/desk.js';

const unused = { utilization: [{ day: '2021-01-01', percent: 0 }] };
const withOne = (over: Parameters<typeof reservation>[0] = {}) => [
  customer({ subscriptions: [subscription()], reservations: [reservation({ ...unused, ...over })] }),
];
const wish = { reservationId: 'res-1' };

describe('refund, exchange or wait', () => {
  it('gives today, the days ahead and what changes, and keeps nothing', async () => {
    const t = await testDesk({ customers: withOne() });
    const before = await t.book();
    const found = await t.desk.compareOptions(t.actor(), CUSTOMER_ID, wish, 'en');
    expect(found.days[0]).toMatchObject({
      day: '2021-01-06',
      refund: { payable: '3650.00' },
      exchangeValue: '3600.00',
    });
    expect([found.days.length, found.lastDay, found.quantity]).toEqual([91, '2021-12-31', 1]);
    expect(found.turns).toEqual([{ day: '2021-01-07', reason: 'fee', before: '3650.00', after: '3159.20' }]);
    expect(await t.book()).toEqual(before);
  });

  it('gives the day that is asked for, also beyond the days ahead', async () => {
    const t = await testDesk({ customers: withOne() });
    const { asked } = await t.desk.compareOptions(
      t.actor(),
      CUSTOMER_ID,
      { ...wish, day: '2021-12-31' },
      'en',
    );
    expect(asked).toMatchObject({ refund: { credit: '10.00', fee: '1.20', payable: '8.80' } });
  });

  it('works a part out by its own instalments', async () => {
    const t = await testDesk({ customers: withOne({ quantity: 3, price: '1000.00' }) });
    const found = await t.desk.compareOptions(t.actor(), CUSTOMER_ID, { ...wish, quantity: '1' }, 'en');
    expect(found.days[0].refund).toMatchObject({ price: '333.33', quantity: 1, ofQuantity: 3 });
  });

  it('in euros counts at the rate of the partner, and says where there is none', async () => {
    const euros = withOne({ currency: 'EUR', price: '60000.00' });
    const rates = { EUR: { usdPerUnit: '1.25', day: '2021-01-01' } };
    const t = await testDesk({ customers: euros, rates });
    const { days } = await t.desk.compareOptions(t.actor(), CUSTOMER_ID, wish, 'en');
    expect(days[0].refund).toMatchObject({ payable: '40000.00', countsUsd: '50000.00' });
    const missing = { code: 'RateMissing', currency: 'EUR' };
    const without = await testDesk({ customers: euros });
    const compared = () => without.desk.compareOptions(without.actor(), CUSTOMER_ID, wish, 'en');
    expect(await refused(compared())).toEqual(missing);
    await without.documents.remove(RATES, 'partner-1');
    expect(await refused(compared())).toEqual(missing);
  });

  it.each(['2021-01-05', '2022-01-01', '2021-02-29', 'tomorrow', '__proto__'])(
    'refuses %s as a day to ask about',
    async (day) => {
      const t = await testDesk({ customers: withOne() });
      expect(await refused(t.desk.compareOptions(t.actor(), CUSTOMER_ID, { ...wish, day }, 'en'))).toEqual({
        code: 'DayNotBetween',
        text: day,
        from: '2021-01-06',
        to: '2021-12-31',
      });
    },
  );

  it.each([
    ['another customer', 'nobody', wish, 'CustomerNotFound'],
    ['another reservation', CUSTOMER_ID, { reservationId: 'res-9' }, 'ReservationNotFound'],
    ['more than there is', CUSTOMER_ID, { ...wish, quantity: '2' }, 'QuantityOutOfRange'],
  ])('refuses %s', async (_, customerId, wanted, code) => {
    const t = await testDesk({ customers: withOne() });
    expect(await refused(t.desk.compareOptions(t.actor(), customerId, wanted, 'en'))).toMatchObject({ code });
  });

  it('is open to every role, and to nobody who left', async () => {
    const t = await testDesk({ customers: withOne() });
    for (const role of ROLES) await t.desk.compareOptions(t.actor(role), CUSTOMER_ID, wish, 'en');
    expect(await refused(t.desk.compareOptions(t.actor('left'), CUSTOMER_ID, wish, 'en'))).toEqual({
      code: 'UnknownUser',
    });
  });
});
