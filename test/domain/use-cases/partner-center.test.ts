/** What the answers say of Partner Center (rules section 2, "Where an act takes effect"). */
import { describe, expect, it } from '@jest/globals';
import type { Placement } from '../../../domain/model.js';
import type { PartnerCenter } from '../../../domain/partner-center.js';
import { customer, reservation, subscription, used } from '../../support/builders.js';
import type { TestDesk } from '../../support/desk.js';
import { add, CONTACT, CUSTOMER_ID, quoted, testDesk, VM_3Y } from '../../support/desk.js';

type Answered = { placement: Placement | undefined; subject?: string };

/** Each act, prepared; run with the same attempt as often as one likes. */
const ACTS: Record<string, (t: TestDesk) => Promise<() => Promise<Answered>>> = {
  buy: async (t) => {
    const reviewed = await add(t, t.actor());
    return async () => {
      const { order } = await t.desk.buy(t.actor(), CUSTOMER_ID, reviewed, 'a');
      return { placement: order.placement, subject: order.number };
    };
  },
  fileRefund: async (t) => {
    const { file } = await quoted(t);
    return async () => {
      const { request } = await file();
      return { placement: request.placement, subject: request.number };
    };
  },
  fileExchange: async (t) => {
    const wish = { returns: [{ reservationId: 'res-1' }], purchases: [{ productId: VM_3Y, quantity: '2' }] };
    const { quote } = await t.desk.quoteExchange(t.actor(), CUSTOMER_ID, wish, 'en');
    return async () => {
      const filing = { quoteId: quote.id, contact: CONTACT };
      const { request } = await t.desk.fileExchange(t.actor(), CUSTOMER_ID, filing, 'a');
      return { placement: request.placement, subject: request.number };
    };
  },
  setPermission: async (t) => async () => {
    const { facts } = await t.desk.setPermission(t.actor(), CUSTOMER_ID, true, 'a');
    return { placement: facts.placement, subject: 'Create Customer Purchase Permissions' };
  },
};

function deskWith(answer: () => Promise<Placement>, more: Partial<PartnerCenter> = {}) {
  const customers = [
    customer({ subscriptions: [subscription({ owners: ['Olga'] })], reservations: [reservation(used())] }),
  ];
  const partnerCenter = { placeOrder: answer, fileRequest: answer, setPermission: answer, ...more };
  return testDesk({ customers, partnerCenter });
}

async function placementsIn(t: TestDesk): Promise<(Placement | undefined)[]> {
  const { orders, requests, permission } = await t.book();
  return [
    ...[...orders, ...requests].map(({ placement }) => placement),
    ...(permission.on ? [permission.placement] : []),
  ];
}

describe.each(Object.entries(ACTS))('%s', (_name, prepareAct) => {
  it('that is placed is written down as placed, with its number, and logged', async () => {
    const placed: Placement = { state: 'placed', number: 'MS-1', at: '2021-01-06T12:00:01Z' };
    const t = await deskWith(async () => placed);
    const act = await prepareAct(t);
    const answered = await act();
    expect(answered.placement).toEqual(placed);
    expect(await placementsIn(t)).toEqual([placed]);
    expect((await t.book()).activity).toMatchObject([
      { outcome: 'done' },
      {
        action: 'placed in Partner Center',
        subject: answered.subject,
        before: 'recorded',
        after: 'placed MS-1',
      },
    ]);
    // Delivered again it is not placed again, and the answer is the same.
    expect(await act()).toEqual(answered);
    expect((await t.book()).activity).toHaveLength(2);
  });

  it('stands where Partner Center can not be reached: recorded, as the answer says', async () => {
    const away = new Error('Partner Center is away');
    const t = await deskWith(async () => {
      throw away;
    });
    const act = await prepareAct(t);
    const answered = await act();
    expect(answered.placement).toEqual({ state: 'recorded' });
    expect(await placementsIn(t)).toEqual([{ state: 'recorded' }]);
    expect((await t.book()).activity).toMatchObject([{ outcome: 'done' }]);
    expect(t.reported).toEqual([away]);
    expect(await act()).toEqual(answered);
  });

  it('that is only recorded says so', async () => {
    const t = await deskWith(async () => ({ state: 'recorded' }));
    expect((await (await prepareAct(t))()).placement).toEqual({ state: 'recorded' });
    expect(await placementsIn(t)).toEqual([{ state: 'recorded' }]);
    expect((await t.book()).activity).toHaveLength(1);
  });

  it('is handed over once, however often it is delivered', async () => {
    let handedOver = 0;
    const t = await deskWith(async () => {
      handedOver++;
      return { state: 'recorded' };
    });
    const act = await prepareAct(t);
    await Promise.all(Array.from({ length: 20 }, act));
    expect(handedOver).toBe(1);
  });
});

describe('a permission that a colleague has switched back meanwhile', () => {
  it('is not marked placed by the answer that comes late', async () => {
    const late: { answer?: (placement: Placement) => void } = {};
    const t = await deskWith(
      () =>
        new Promise<Placement>((resolve) => {
          if (late.answer) resolve({ state: 'recorded' });
          else late.answer = resolve;
        }),
    );
    const first = t.desk.setPermission(t.actor(), CUSTOMER_ID, true, 'a');
    while (!late.answer) await new Promise(setImmediate);
    t.clock.forward(1);
    await t.desk.setPermission(t.actor('colleague'), CUSTOMER_ID, false, 'b');
    late.answer({ state: 'placed', number: 'MS-1' });
    await first;
    expect((await t.book()).permission).toMatchObject({ on: false, placement: { state: 'recorded' } });
  });
});
