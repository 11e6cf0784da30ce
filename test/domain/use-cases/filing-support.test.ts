/** Support requests of any kind (rules section 3): filed, followed and settled like any other, and without money. */
import { describe, expect, it } from '@jest/globals';
import { supportRequestSchema } from '../../../domain/model.js';
import {
  customer,
  refundRequest,
  reservation,
  subscription,
  supportRequest,
} from '../../support/builders.js';
import { CONTACT, CUSTOMER_ID, refused, testDesk } from '../../support/desk.js';

const WISH = {
  issueType: 'quotas',
  problemType: 'computeVm',
  category: 'vcpuIncrease',
  severity: 'B',
  subject: ' More cores ',
  description: 'Please raise the limit to 64.',
  reservationId: '',
  subscriptionId: '',
  contact: CONTACT,
};

const onTwo = () =>
  customer({
    subscriptions: [subscription({ access: ['SalesAgent'] }), subscription({ id: 'sub-2', name: 'Two' })],
    reservations: [
      reservation(),
      reservation({ id: 'res-2', subscriptionId: 'sub-2', access: ['SalesAgent'] }),
    ],
  });

describe('a support request', () => {
  it('is filed, with its number and what was asked in the activity log', async () => {
    const t = await testDesk();
    const { request } = await t.desk.fileSupport(t.actor(), CUSTOMER_ID, WISH, 'a');
    expect(request).toMatchObject({
      reservationIds: [],
      matter: { category: 'vcpuIncrease', severity: 'B', subject: 'More cores' },
      state: 'open',
      placement: { state: 'recorded' },
    });
    expect((await t.book()).activity.at(-1)).toMatchObject({
      action: 'file support request',
      subject: request.number,
      after: 'More cores',
      outcome: 'done',
    });
  });

  it('is filed once for each attempt', async () => {
    const t = await testDesk();
    const first = await t.desk.fileSupport(t.actor(), CUSTOMER_ID, WISH, 'a');
    const second = await t.desk.fileSupport(t.actor(), CUSTOMER_ID, WISH, 'a');
    expect(second.request.number).toBe(first.request.number);
    expect((await t.book()).requests).toHaveLength(1);
  });

  it('names its reservation, and takes nothing of it', async () => {
    const t = await testDesk({ customers: [customer({ reservations: [reservation()] })] });
    const wish = { ...WISH, reservationId: ' RES-1 ' };
    const { request, subscription: about } = await t.desk.fileSupport(t.actor(), CUSTOMER_ID, wish, 'a');
    expect(request.reservationIds).toEqual(['res-1']);
    expect(about).toEqual({ id: 'sub-1', name: 'Subscription One' });
    const [one] = (await t.book()).reservations;
    expect(one).toMatchObject({ status: 'active' });
    expect(one).not.toHaveProperty('requestNumber');
  });

  it.each([
    [{ severity: 'D' }, ['severity']],
    [{ subject: '  ' }, ['subject']],
    [{ subject: 'x'.repeat(121) }, ['subject']],
    [{ description: '' }, ['description']],
    [{ description: 'x'.repeat(1501) }, ['description']],
    [{ reservationId: 'nothing' }, ['reservation']],
    [{ subscriptionId: 'nothing' }, ['subscription']],
    [{ severity: '', subject: '', reservationId: 'x' }, ['severity', 'subject', 'reservation']],
    [{ category: 'nothing' }, ['topic']],
  ])('with %j is refused, and says which fields', async (wrong, fields) => {
    const t = await testDesk();
    const act = t.desk.fileSupport(t.actor(), CUSTOMER_ID, { ...WISH, ...wrong }, 'a');
    expect(await refused(act)).toEqual({ code: 'SupportInvalid', fields });
    expect((await t.book()).requests).toEqual([]);
    expect((await t.book()).activity.at(-1)).toMatchObject({ outcome: 'refused' });
  });

  it.each([
    ['', '', undefined],
    ['res-1', '', undefined],
    ['res-2', '', undefined],
    ['', 'sub-1', undefined],
    ['', 'sub-2', 'NeedsAccess'],
    ['res-2', 'sub-2', undefined],
    ['res-1', 'sub-2', 'NeedsAccess'],
  ])(
    'about reservation "%s" and subscription "%s" needs access to both: %s',
    async (reservationId, subscriptionId, code) => {
      const t = await testDesk({ customers: [onTwo()] });
      const wish = { ...WISH, reservationId, subscriptionId };
      const act = t.desk.fileSupport(t.actor('SalesAgent'), CUSTOMER_ID, wish, 'a');
      expect((await refused(act))?.code).toBe(code);
    },
  );

  it('is listed, taken on, placed and done, and never counts against the cap', async () => {
    const t = await testDesk();
    const { request } = await t.desk.fileSupport(t.actor(), CUSTOMER_ID, WISH, 'a');
    const { number } = request;
    const { requests } = await t.desk.requests(t.actor(), {});
    expect(requests.items[0]).not.toHaveProperty('total');
    await t.desk.takeOn(t.actor(), CUSTOMER_ID, { number, who: 'me', seen: '' }, 'b');
    await t.desk.markPlaced(t.actor(), CUSTOMER_ID, { what: `request/${number}`, number: '2101' }, 'c');
    const paid = { number, outcome: 'paid', amount: '1', locale: 'en' };
    expect(await refused(t.desk.settle(t.actor(), CUSTOMER_ID, paid, 'd'))).toEqual({
      code: 'OutcomeNotPossible',
      outcomes: ['done', 'declined', 'withdrawn'],
    });
    const settled = await t.desk.settle(
      t.actor(),
      CUSTOMER_ID,
      { number, outcome: 'done', locale: 'en' },
      'e',
    );
    expect(settled.capAfter).toEqual(settled.capBefore);
    expect(settled).not.toHaveProperty('order');
    expect((await t.book()).orders).toEqual([]);
    expect((await t.book()).requests[0]).toMatchObject({ state: 'done', placement: { number: '2101' } });
  });

  it('leaves the state of its reservation as it is whatever comes of it', async () => {
    const t = await testDesk({ customers: [customer({ reservations: [reservation()] })] });
    const wish = { ...WISH, reservationId: 'res-1' };
    const { request } = await t.desk.fileSupport(t.actor(), CUSTOMER_ID, wish, 'a');
    const before = (await t.book()).reservations;
    const settling = { number: request.number, outcome: 'done', locale: 'en' };
    const { becomes } = await t.desk.settle(t.actor(), CUSTOMER_ID, settling, 'b');
    expect(becomes).toBe('active');
    expect((await t.book()).reservations).toEqual(before);
  });
});

describe('what is stored', () => {
  it('reads as it did before there were other kinds', () => {
    expect(supportRequestSchema.parse(refundRequest())).toEqual(refundRequest());
    expect(supportRequestSchema.parse(supportRequest())).toEqual(supportRequest());
  });

  it('is one kind or the other', () => {
    const both = { ...refundRequest(), matter: supportRequest().matter };
    const { quote: _, ...neither } = refundRequest();
    expect(supportRequestSchema.safeParse(both).success).toBe(false);
    expect(supportRequestSchema.safeParse(neither).success).toBe(false);
  });
});
