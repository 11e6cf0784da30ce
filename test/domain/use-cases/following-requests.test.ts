/** Finding requests, who works on them, and by which numbers others know them (rules section 3). */
import { describe, expect, it } from '@jest/globals';
import { Refusal } from '../../../domain/refusals.js';
import type { DocumentKind } from '../../../domain/store/documents.js';
import { customer, refundRequest, reservation, stamp, subscription, user } from '../../support/builders.js';
import type { TestDesk, TestDeskOptions } from '../../support/desk.js';
import { CUSTOMER_ID, refused, testDesk } from '../../support/desk.js';
import { MemoryDocuments } from '../../support/memory-documents.js';

const waiting = (id = 'res-1', requestNumber = 'request-1') =>
  reservation({ id, status: 'refundRequested', requestNumber });
const requestAt = (number: string, at: string, rest: Parameters<typeof refundRequest>[0] = {}) =>
  refundRequest({ number, at, ...rest });

/** Two customers: three requests of one, the middle one declined; one of the other, with all its numbers. */
const book = (rest: TestDeskOptions = {}) =>
  testDesk({
    today: '2021-02-01',
    customers: [
      customer({
        reservations: [waiting()],
        requests: [
          requestAt('request-1', '2021-01-06T12:00:00Z'),
          requestAt('request-2', '2021-01-20T12:00:00Z', { state: 'declined' }),
          requestAt('request-3', '2021-01-31T23:59:00Z'),
        ],
      }),
      customer({
        id: 'customer-2',
        name: 'Customer Two',
        reservations: [waiting()],
        requests: [
          requestAt('request-4', '2021-01-25T12:00:00Z', {
            ticketNumber: '2101250030001234',
            caseReference: 'CASE 7',
            placement: { state: 'placed', number: 'MS-9' },
            state: 'paid',
            paidAmount: '12.00',
          }),
        ],
      }),
    ],
    ...rest,
  });
const numbers = async (t: TestDesk, search: Parameters<TestDesk['desk']['requests']>[1]) =>
  (await t.desk.requests(t.actor(), search)).requests.items.map(({ request }) => request.number);

describe('the list of requests', () => {
  it('has those of all customers, the newest first, with age and amount', async () => {
    const t = await book();
    const { requests, unreadable, customerName } = await t.desk.requests(t.actor(), {});
    expect(
      requests.items.map((one) => [one.request.number, one.customerName, one.ageDays, one.total?.amount]),
    ).toEqual([
      ['request-3', 'Customer One', 1, '3650.00'],
      ['request-4', 'Customer Two', 7, '12.00'],
      ['request-2', 'Customer One', 12, '3650.00'],
      ['request-1', 'Customer One', 26, '3650.00'],
    ]);
    expect([unreadable, customerName]).toEqual([[], undefined]);
  });

  it.each([
    [{ customerId: CUSTOMER_ID }, ['request-3', 'request-2', 'request-1']],
    [{ state: 'open' }, ['request-3', 'request-1']],
    [{ customerId: CUSTOMER_ID, state: 'declined' }, ['request-2']],
    [{ customerId: CUSTOMER_ID, state: 'paid' }, []],
    [{ reference: ' REQUEST-2 ' }, ['request-2']],
    [{ reference: '2101250030001234' }, ['request-4']],
    [{ reference: 'case 7' }, ['request-4']],
    [{ reference: 'ms-9' }, ['request-4']],
    [{ reference: 'request' }, []],
  ] as const)('%j: %j', async (search, expected) => {
    expect(await numbers(await book(), search)).toEqual(expected);
  });

  it('comes a page at a time, and one of one customer says its name', async () => {
    const many = Array.from({ length: 11 }, (_, i) => requestAt(`r-${i}`, `2021-01-${10 + i}T00:00:00Z`));
    const t = await book({ customers: [customer({ requests: many })] });
    const { requests, customerName } = await t.desk.requests(t.actor(), { customerId: CUSTOMER_ID, page: 2 });
    expect([requests.total, requests.pages, requests.items.length, customerName]).toEqual([
      11,
      2,
      3,
      'Customer One',
    ]);
  });

  it('names a customer whose file can not be read, and skips it', async () => {
    const documents = new (class extends MemoryDocuments {
      override async read<T>(kind: DocumentKind<T>, key: string): Promise<T | undefined> {
        if (key === 'partner-1/customer-2')
          throw new Refusal({ code: 'DocumentUnreadable', file: key, reason: 'cutOff' });
        return await super.read(kind, key);
      }
    })();
    const t = await book({ documents });
    const { requests, unreadable } = await t.desk.requests(t.actor(), {});
    expect([requests.total, unreadable]).toEqual([3, ['Customer Two']]);
    expect(await refused(t.desk.requests(t.actor(), { customerId: 'customer-2' }))).toMatchObject({
      code: 'DocumentUnreadable',
    });
  });

  it('is for users of the partner only', async () => {
    const t = await book();
    expect(await refused(t.desk.requests(t.actor('left'), {}))).toEqual({ code: 'UnknownUser' });
    expect(await refused(t.desk.requests(t.actor(), { customerId: 'other' }))).toEqual({
      code: 'CustomerNotFound',
    });
  });
});

describe('one request', () => {
  it('comes with its reservations, and with whether this user may work on it', async () => {
    const t = await book();
    expect(await t.desk.request(t.actor(), CUSTOMER_ID, 'request-1')).toMatchObject({
      request: { number: 'request-1' },
      reservations: [{ id: 'res-1' }],
      mine: false,
      mayManage: true,
    });
    expect(await t.desk.request(t.actor('SalesAgent'), CUSTOMER_ID, 'request-1')).toMatchObject({
      mayManage: false,
      needs: { code: 'NeedsAccess', subscription: 'Subscription One' },
    });
    expect(await refused(t.desk.request(t.actor(), CUSTOMER_ID, '__proto__'))).toEqual({
      code: 'RequestNotFound',
    });
  });
});

describe('the numbers of a request', () => {
  const set = (t: TestDesk, references: object, attemptId = 'a', userId = 'AdminAgent') =>
    t.desk.setReferences(t.actor(userId), CUSTOMER_ID, { number: 'request-1', ...references }, attemptId);

  it('are written down, changed one without the other, and taken away', async () => {
    const t = await book();
    await set(t, { ticketNumber: ' T-1 ', caseReference: 'C-1' });
    await set(t, { ticketNumber: 'T-2' }, 'b');
    expect((await set(t, { caseReference: '' }, 'c')).request).toMatchObject({ ticketNumber: 'T-2' });
    const { requests, activity } = await t.book();
    expect(requests[0]).not.toHaveProperty('caseReference');
    expect(activity).toMatchObject([
      { action: 'set references', before: 'ticket –, case –', after: 'ticket T-1, case C-1' },
      { before: 'ticket T-1, case C-1', after: 'ticket T-2, case C-1' },
      { before: 'ticket T-2, case C-1', after: 'ticket T-2, case –', subject: 'request-1' },
    ]);
  });

  it('can be written down of a settled one too; the same again leaves no trace', async () => {
    const t = await book();
    await t.change({ requests: [refundRequest({ state: 'paid' })] });
    await set(t, { ticketNumber: 'T-1' });
    await set(t, { ticketNumber: 'T-1' }, 'b');
    expect((await t.book()).activity).toHaveLength(1);
  });

  it('that are only blanks are none', async () => {
    const t = await book();
    await set(t, { ticketNumber: 'T-1', caseReference: 'C-1' });
    await set(t, { ticketNumber: ' ', caseReference: '\t ' }, 'b');
    const [request] = (await t.book()).requests;
    expect(request).not.toHaveProperty('ticketNumber');
    expect(request).not.toHaveProperty('caseReference');
  });

  it('are refused where they are too long, or the user may not', async () => {
    const t = await book();
    const long = 'x'.repeat(61);
    expect(await refused(set(t, { ticketNumber: long, caseReference: long }))).toEqual({
      code: 'ReferenceInvalid',
      fields: ['ticketNumber', 'caseReference'],
    });
    expect(await refused(set(t, { ticketNumber: 'T' }, 'b', 'HelpdeskAgent'))).toMatchObject({
      code: 'NeedsAccess',
    });
    expect((await t.book()).requests[0]).not.toHaveProperty('ticketNumber');
    expect((await t.book()).activity).toMatchObject([{ outcome: 'refused' }, { outcome: 'refused' }]);
  });
});

describe('who works on a request', () => {
  const take = (
    t: TestDesk,
    userId: string,
    seen: string,
    who: 'me' | 'nobody' = 'me',
    attemptId = `${userId}-${who}`,
  ) => t.desk.takeOn(t.actor(userId), CUSTOMER_ID, { number: 'request-1', who, seen }, attemptId);

  it('is who took it on; a colleague who looked before is told, and may take it over then', async () => {
    const t = await book();
    const answer = await take(t, 'AdminAgent', '');
    expect([answer.mine, answer.request.assignee]).toEqual([
      true,
      { at: '2021-02-01T12:00:00.000Z', by: stamp(user({ id: 'AdminAgent', name: 'Ada Admin' })) },
    ]);
    expect(await refused(take(t, 'colleague', ''))).toEqual({
      code: 'RequestTakenOn',
      requestNumber: 'request-1',
      first: { by: 'Ada Admin', at: '2021-02-01T12:00:00.000Z' },
    });
    expect((await take(t, 'colleague', 'AdminAgent', 'me', 'over')).request.assignee?.by.userId).toBe(
      'colleague',
    );
    expect((await take(t, 'colleague', 'colleague', 'nobody')).request).not.toHaveProperty('assignee');
    const done = (await t.book()).activity.filter(({ outcome }) => outcome === 'done');
    expect(done.map(({ before, after }) => `${before} > ${after}`)).toEqual([
      'nobody > Ada Admin',
      'Ada Admin > Bob Colleague',
      'Bob Colleague > nobody',
    ]);
  });

  it('stays as it is where it is so already, without a trace', async () => {
    const t = await book();
    await take(t, 'AdminAgent', '', 'nobody');
    await take(t, 'AdminAgent', '');
    await take(t, 'AdminAgent', '', 'me', 'again');
    expect((await t.book()).activity).toHaveLength(1);
  });

  it('is nobody any more once it is settled, nor somebody without access', async () => {
    const t = await book();
    expect(await refused(take(t, 'SalesAgent', ''))).toMatchObject({ code: 'NeedsAccess' });
    await t.change({ subscriptions: [subscription({ access: ['SalesAgent'] })] });
    expect((await take(t, 'SalesAgent', '', 'me', 'with access')).mine).toBe(true);
    await t.change({ requests: [refundRequest({ state: 'declined' })] });
    expect(await refused(take(t, 'AdminAgent', ''))).toMatchObject({
      code: 'RequestSettled',
      state: 'declined',
    });
  });
});
