/** What is told of each act, for whoever counts: its name in the activity log and how it ended. */
import { describe, expect, it } from '@jest/globals';
import { createDesk, randomIds } from '../../../domain/desk.js';
import { recordedInBook } from '../../../domain/partner-center.js';
import type { ActTold } from '../../../domain/use-cases/ports.js';
import { customer, partner, subscription, user } from '../../support/builders.js';
import { CUSTOMER_ID, refused, testDesk, USERS } from '../../support/desk.js';

/** A desk that writes down what it tells. */
async function telling() {
  const asking = user({ id: 'was', aadObjectId: 'object-was', removed: true });
  const t = await testDesk({
    customers: [customer({ subscriptions: [subscription({ owners: ['Olga'] })] })],
    partner: partner({ tenantId: 'tenant' }),
    users: [...USERS, asking],
  });
  const told: ActTold[] = [];
  const { documents, clock } = t;
  const desk = createDesk({
    ...{ documents, clock, ids: randomIds, partnerCenter: recordedInBook },
    told: (act) => told.push(act),
  });
  return { t, desk, told };
}

const ON = 'Create Customer Purchase Permissions';

describe('an act', () => {
  it('is told once it is in the book; the same attempt again as that', async () => {
    const { t, desk, told } = await telling();
    const on = (attempt: string, userId?: string) =>
      refused(desk.setPermission(t.actor(userId), CUSTOMER_ID, true, attempt));
    await on('a', 'SalesAgent');
    await on('b');
    await on('b');
    await on('a', 'SalesAgent');
    expect(told).toEqual([
      { action: ON, outcome: 'refused' },
      { action: ON, outcome: 'done' },
      { action: ON, outcome: 'repeated' },
      { action: ON, outcome: 'repeated' },
    ]);
  });

  it('that asks for access is told, and that of who may not; what has no effect is not', async () => {
    const { desk, told } = await telling();
    const asks = (objectId: string) => desk.requestAccess({ tenantId: 'tenant', objectId, name: 'Nina' });
    for (const id of ['object-nina', 'object-nina', 'object-was']) await asks(id);
    await desk.requestAccess({ tenantId: 'another', objectId: 'object-nina', name: 'Nina' });
    expect(told).toEqual([
      { action: 'ask for access', outcome: 'done' },
      { action: 'ask for access', outcome: 'refused' },
    ]);
  });

  it('of somebody unknown, or at a customer that there is not, is none', async () => {
    const { t, desk, told } = await telling();
    await refused(desk.setPermission(t.actor('nobody'), CUSTOMER_ID, true, 'a'));
    await refused(desk.setPermission(t.actor(), 'nobody', true, 'b'));
    await refused(desk.permission(t.actor(), CUSTOMER_ID));
    expect(told).toEqual([]);
  });
});

describe('an id', () => {
  it.each(['', '../customer-1', 'a/b', 'x'.repeat(81), 'customer 1', 'é'])(
    'such as %j is nobody: not even looked up',
    async (id) => {
      const { t, desk } = await telling();
      expect(await refused(desk.permission(t.actor(), id))).toEqual({ code: 'CustomerNotFound' });
      const actor = { partnerId: id, userId: 'AdminAgent' };
      expect(await refused(desk.permission(actor, CUSTOMER_ID))).toEqual({ code: 'UnknownUser' });
    },
  );

  it('of eighty signs is one like the others', async () => {
    const long = 'x'.repeat(80);
    const t = await testDesk({ customers: [customer({ id: long })], partner: partner({ id: long }) });
    expect((await t.desk.permission(t.actor(), long)).customerId).toBe(long);
  });
});
