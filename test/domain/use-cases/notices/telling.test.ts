/** Looking what is due, and handing it out: to which users, how much of it, for how long, and what can not be read. */
import { describe, expect, it } from '@jest/globals';
import type { NoticesClaimed } from '../../../../domain/answers/notices.js';
import { Refusal } from '../../../../domain/refusals.js';
import type { DocumentKind } from '../../../../domain/store/documents.js';
import { CUSTOMER, NOTICES, POLICY, PREFERENCES } from '../../../../domain/store/kinds.js';
import { addDays } from '../../../../domain/term.js';
import { customer, refundRequest, reservation } from '../../../support/builders.js';
import { CUSTOMER_ID, type TestDesk, type TestDeskOptions, testDesk } from '../../../support/desk.js';
import { MemoryDocuments } from '../../../support/memory-documents.js';
import { inShort, rowsOf, told, wants } from '../../../support/notices.js';

const TODAY = '2021-06-01';
const PARTNER = 'partner-1';
const ending = (id: string, days: number) => reservation({ id, endsOn: addDays(TODAY, days) });
const soon = [ending('a', 3), ending('b', 20)];

const open = (options: TestDeskOptions = {}) =>
  testDesk({ today: TODAY, customers: [customer({ reservations: soon })], ...options });
const claim = (t: TestDesk, attemptId: string, more: object = {}, userId?: string) =>
  t.desk.claimNotices(t.actor(userId), { attemptId, ...more });
const shown = (claimed: NoticesClaimed | undefined) => rowsOf(claimed).map(inShort);
const BOTH = ['expiring7 a', 'expiring30 b'];

/** Documents of one kind are damaged: those whose key ends so. */
class Damaged extends MemoryDocuments {
  kind = '';
  end = '';

  override async read<T>(kind: DocumentKind<T>, key: string): Promise<T | undefined> {
    if (kind.name === this.kind && key.endsWith(this.end))
      throw new Refusal({ code: 'DocumentUnreadable', file: key, reason: 'cutOff' });
    return await super.read(kind, key);
  }
}

describe('looking what is due', () => {
  it('counts what was added, for all who want it, or for the one who is named', async () => {
    const t = await open();
    await wants(t);
    await wants(t, 'colleague', ['expiring7']);
    expect(await t.desk.planNotices(PARTNER, 'colleague')).toEqual({ added: 1 });
    expect(await t.desk.noticesWaiting(PARTNER)).toEqual([{ userId: 'colleague', due: 1, waiting: 1 }]);
    expect(await t.desk.planNotices(PARTNER, 'nobody')).toEqual({ added: 0 });
    expect(await t.desk.planNotices(PARTNER)).toEqual({ added: 2 });
    expect(await t.desk.noticesWaiting(PARTNER)).toEqual([
      { userId: 'AdminAgent', due: 2, waiting: 2 },
      { userId: 'colleague', due: 1, waiting: 1 },
    ]);
  });

  it('adds nothing where nobody wants anything, or the partner has no users', async () => {
    const t = await open();
    expect(await t.desk.planNotices(PARTNER)).toEqual({ added: 0 });
    expect(await t.desk.planNotices('another')).toEqual({ added: 0 });
    expect(await t.documents.list(NOTICES)).toEqual([]);
  });

  it('withdraws from who wants nothing any more', async () => {
    const t = await open();
    await wants(t);
    await t.desk.planNotices(PARTNER);
    await t.desk.setNotices(t.actor(), { wanted: { expiring7: false, expiring30: false } });
    expect(await t.desk.planNotices(PARTNER)).toEqual({ added: 0 });
    expect((await t.documents.read(NOTICES, `${PARTNER}/AdminAgent`))?.waiting.map(({ key }) => key)).toEqual(
      [],
    );
  });

  it.each([
    ['39999.99', []],
    ['40000.00', [`capNearlyUsed ${CUSTOMER_ID}`]],
  ])('takes the limit of Partner Center also where no policy was chosen: %s USD', async (countsUsd, rows) => {
    const requests = [refundRequest({ at: '2021-05-01T12:00:00Z', figures: { countsUsd } })];
    const t = await open({ customers: [customer({ requests })] });
    await t.documents.remove(POLICY, PARTNER);
    await wants(t);
    expect((await told(t)).map(inShort)).toEqual(rows);
  });

  it('tells the others where what one has chosen can not be read, and reports that', async () => {
    const documents = new Damaged();
    const t = await open({ documents });
    await wants(t);
    await wants(t, 'colleague');
    Object.assign(documents, { kind: PREFERENCES.name, end: '/AdminAgent' });
    expect(await t.desk.planNotices(PARTNER)).toEqual({ added: 2 });
    expect((await t.desk.noticesWaiting(PARTNER)).map(({ userId }) => userId)).toEqual(['colleague']);
    expect(t.reported.length).toBeGreaterThan(0);
  });
});

describe('handing out', () => {
  it('is to one attempt for two minutes, unless it is said until when', async () => {
    const t = await open();
    await wants(t);
    await t.desk.planNotices(PARTNER);
    const untils = async () =>
      (await t.documents.read(NOTICES, `${PARTNER}/AdminAgent`))?.waiting.map((one) => one.claim?.until);
    expect(shown(await claim(t, 'a'))).toEqual(BOTH);
    expect(await untils()).toEqual(Array(2).fill(`${TODAY}T12:02:00.000Z`));
    await t.desk.settleNotices(t.actor(), 'a', 'failed');
    t.clock.forward(1);
    const until = `${TODAY}T12:30:00.000Z`;
    expect((await claim(t, 'b', { until }))?.claimId).toBe('b');
    expect(await untils()).toEqual([until, until]);
  });

  it('counts as waiting what is being sent, and as due what can be sent now', async () => {
    const t = await open();
    await wants(t);
    await t.desk.planNotices(PARTNER);
    await claim(t, 'a');
    expect(await t.desk.noticesWaiting(PARTNER)).toEqual([{ userId: 'AdminAgent', due: 0, waiting: 2 }]);
    await t.desk.settleNotices(t.actor(), 'a', 'sent', 'expiring7');
    await t.desk.settleNotices(t.actor(), 'a', 'failed');
    expect(await t.desk.noticesWaiting(PARTNER)).toEqual([{ userId: 'AdminAgent', due: 0, waiting: 1 }]);
    t.clock.forward(1);
    expect(await t.desk.noticesWaiting(PARTNER)).toEqual([{ userId: 'AdminAgent', due: 1, waiting: 1 }]);
  });

  it('shows each as it stands at that moment', async () => {
    const t = await open();
    await wants(t);
    await t.desk.planNotices(PARTNER);
    await t.change({ name: 'New Name' });
    t.clock.goTo('2021-06-02');
    const [first] = rowsOf(await claim(t, 'a'));
    expect(first).toMatchObject({ customerName: 'New Name', daysLeft: 2 });
  });

  it('keeps for later what is about a customer that can not be read now, and tells of the others', async () => {
    const documents = new Damaged();
    const customers = ['one', 'two'].map((id) => customer({ id, name: id, reservations: [ending(id, 3)] }));
    const t = await open({ documents, customers });
    await wants(t);
    await t.desk.planNotices(PARTNER);
    // Not known in short any more, as after a restart.
    const later = await testDesk({ documents, today: TODAY, customers });
    Object.assign(documents, { kind: CUSTOMER.name, end: '/one' });
    expect(shown(await claim(later, 'a'))).toEqual(['expiring7 two']);
    documents.kind = '';
    expect(shown(await claim(later, 'b'))).toEqual(['expiring7 one']);
  });

  it('is in the order of the kinds, whatever their customers', async () => {
    const t = await open({
      customers: [
        customer({ id: 'one', name: 'A', reservations: [ending('late', 20)] }),
        customer({ id: 'two', name: 'B', reservations: [ending('early', 3), ending('later', 10)] }),
      ],
    });
    await wants(t);
    await t.desk.planNotices(PARTNER);
    expect(shown(await claim(t, 'a'))).toEqual(['expiring7 early', 'expiring30 later', 'expiring30 late']);
  });

  it('in quiet hours is only at a visit, in the time zone of the user, which is UTC where none is known', async () => {
    const t = await open();
    await wants(t);
    await t.desk.setNotices(t.actor(), { quiet: { from: '11', to: '13' } });
    await t.desk.planNotices(PARTNER);
    expect(await claim(t, 'a')).toBeUndefined();
    await t.desk.noteTimeZone(t.actor(), 'Europe/Stockholm');
    expect(shown(await claim(t, 'b'))).toEqual(BOTH);
  });
});
