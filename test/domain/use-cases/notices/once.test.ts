/** Each notice is sent once, whatever happens on the way: two processes, failures, and a process that is killed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NoticesClaimed } from '../../../../domain/answers/notices.js';
import { Refusal } from '../../../../domain/refusals.js';
import type { DocumentKind } from '../../../../domain/store/documents.js';
import { openJsonDocuments } from '../../../../domain/store/json-documents.js';
import { NOTICES } from '../../../../domain/store/kinds.js';
import { addDays } from '../../../../domain/term.js';
import { NO_NOTICES, planned } from '../../../../domain/use-cases/notices/outbox.js';
import { customer, reservation } from '../../../support/builders.js';
import { type TestDesk, type TestDeskOptions, testDesk } from '../../../support/desk.js';
import { MemoryDocuments } from '../../../support/memory-documents.js';
import { inShort, rowsOf, told, wants } from '../../../support/notices.js';
import { ScheduledDocuments } from '../../../support/scheduled-documents.js';

const TODAY = '2021-06-01';
const PARTNER = 'partner-1';
const ending = (id: string, days: number) => reservation({ id, endsOn: addDays(TODAY, days) });

async function deskWith(options: TestDeskOptions = {}) {
  const t = await testDesk({
    today: TODAY,
    customers: [customer({ reservations: [ending('a', 3), ending('b', 20)] })],
    ...options,
  });
  await wants(t);
  return t;
}

const UNREADABLE = { code: 'DocumentUnreadable', file: 'notices/x.json', reason: 'cutOff' } as const;

/** What is kept for the Admin agent is damaged. */
class DamagedNotices extends MemoryDocuments {
  override async read<T>(kind: DocumentKind<T>, key: string): Promise<T | undefined> {
    if (kind.name === NOTICES.name && key.endsWith('/AdminAgent')) throw new Refusal(UNREADABLE);
    return await super.read(kind, key);
  }
}

const EXPIRING = {
  kind: 'expiring30',
  customerName: 'Customer One',
  reservationId: 'r',
  product: 'Standard_B1ms',
  quantity: 1,
  endsOn: '2021-06-21',
  daysLeft: 20,
  renewalRefused: false,
} as const;

const claim = (t: TestDesk, attemptId: string) => t.desk.claimNotices(t.actor(), { attemptId });
const settle = (t: TestDesk, id: string, outcome: 'sent' | 'failed' | 'unknown') =>
  t.desk.settleNotices(t.actor(), id, outcome);
const shown = (claimed: NoticesClaimed | undefined) => rowsOf(claimed).map(inShort);
const BOTH = ['expiring7 a', 'expiring30 b'];

describe('a notice', () => {
  it('is found once, however often and by how many it is looked for', async () => {
    const t = await deskWith();
    const added = await Promise.all([1, 2, 3].map(() => t.desk.planNotices(PARTNER)));
    expect(added.map((one) => one.added).reduce((a, b) => a + b)).toBe(2);
    expect(await t.desk.planNotices(PARTNER)).toEqual({ added: 0 });
  });

  it('is handed out once, and again to the same attempt', async () => {
    const t = await deskWith();
    await t.desk.planNotices(PARTNER);
    const [first, second] = await Promise.all([claim(t, 'first'), claim(t, 'second')]);
    expect([shown(first), shown(second)]).toEqual([BOTH, []]);
    expect(await claim(t, 'first')).toEqual(first);
  });

  it('is over once it was sent', async () => {
    const t = await deskWith();
    await t.desk.planNotices(PARTNER);
    await claim(t, 'a');
    await settle(t, 'a', 'sent');
    await settle(t, 'a', 'failed');
    t.clock.forward(60);
    expect(await t.desk.planNotices(PARTNER)).toEqual({ added: 0 });
    expect([await claim(t, 'b'), await told(t)]).toEqual([undefined, []]);
  });

  it('that failed is tried again after 1, 5, 15, 60 and 240 minutes, and then left for the next visit', async () => {
    const t = await deskWith({ customers: [customer({ reservations: [ending('a', 5)] })] });
    await t.desk.planNotices(PARTNER);
    const waits: number[] = [];
    for (let minute = 0, last = 0; minute < 1000; minute++, t.clock.forward(1)) {
      if (!(await claim(t, `at ${minute}`))) continue;
      await settle(t, `at ${minute}`, 'failed');
      waits.push(minute - last);
      last = minute;
    }
    expect(waits).toEqual([0, 1, 5, 15, 60, 240]);
    expect(await t.desk.noticesWaiting(PARTNER)).toEqual([{ userId: 'AdminAgent', due: 0, waiting: 1 }]);
    expect((await told(t)).map(inShort)).toEqual(['expiring7 a']);
  });

  it.each(['unknown', 'killed'] as const)(
    'of which nobody knows (%s) is shown at the next visit',
    async (how) => {
      const t = await deskWith();
      await t.desk.planNotices(PARTNER);
      await claim(t, 'a');
      if (how === 'unknown') await settle(t, 'a', 'unknown');
      else t.clock.forward(3);
      expect(await claim(t, 'b')).toBeUndefined();
      expect((await told(t)).map(inShort)).toEqual(BOTH);
      expect(await told(t)).toEqual([]);
    },
  );

  it('is not shown at a visit while somebody is sending it', async () => {
    const t = await deskWith();
    await t.desk.planNotices(PARTNER);
    await claim(t, 'a');
    expect(await told(t)).toEqual([]);
    await settle(t, 'a', 'failed');
    expect((await told(t)).map(inShort)).toEqual(BOTH);
  });

  it('that took too long and was shown meanwhile is over, whatever comes of it', async () => {
    const t = await deskWith();
    await t.desk.planNotices(PARTNER);
    await claim(t, 'slow');
    t.clock.forward(3);
    expect((await told(t)).map(inShort)).toEqual(BOTH);
    await settle(t, 'slow', 'failed');
    t.clock.forward(60);
    expect([await claim(t, 'b'), await told(t)]).toEqual([undefined, []]);
  });

  it('is settled by its kind where a card of another kind came to something else', async () => {
    const t = await deskWith();
    await t.desk.planNotices(PARTNER);
    await claim(t, 'a');
    await t.desk.settleNotices(t.actor(), 'a', 'sent', 'expiring7');
    await t.desk.settleNotices(t.actor(), 'a', 'failed', 'expiring30');
    t.clock.forward(1);
    expect(shown(await claim(t, 'b'))).toEqual(['expiring30 b']);
  });

  it('is not sent in quiet hours, and is shown at a visit all the same', async () => {
    const t = await deskWith();
    await t.desk.setNotices(t.actor(), { quiet: { from: '18:00', to: '8' }, timeZone: 'Stockholm' });
    await t.desk.planNotices(PARTNER);
    t.clock.goTo('2021-06-01T16:00:00Z');
    expect(await claim(t, 'evening')).toBeUndefined();
    t.clock.goTo('2021-06-02T05:59:00Z');
    expect(await claim(t, 'night')).toBeUndefined();
    t.clock.forward(1);
    expect(shown(await claim(t, 'morning'))).toEqual(BOTH);
    await settle(t, 'morning', 'failed');
    t.clock.goTo('2021-06-02T16:00:00Z');
    expect((await told(t)).map(inShort)).toEqual(BOTH);
  });

  it('is remembered for as long as it could come again, and no longer', async () => {
    const t = await deskWith();
    await told(t);
    const kept = async () =>
      Object.keys((await t.documents.read(NOTICES, `${PARTNER}/AdminAgent`))?.told ?? {});
    expect(await kept()).toHaveLength(2);
    t.clock.goTo(addDays(TODAY, 14));
    await told(t);
    // The second was told anew when its last week began.
    expect(await kept()).toHaveLength(3);
    t.clock.goTo(addDays(TODAY, 60));
    await told(t);
    expect(await kept()).toEqual([]);
  });

  it('is one of 10,000 of its kind at most; the others come when those are past', () => {
    const due = new Map(
      Array.from({ length: 10_010 }, (_, i) => `expiring30/c/r-${i}/2021-06-21`).map((key) => [
        key,
        { key, row: { ...EXPIRING, customerId: 'c' } },
      ]),
    );
    const look = { due, isKnown: () => true, now: new Date(`${TODAY}T12:00:00Z`) };
    const first = planned(NO_NOTICES, look);
    expect(first.waiting).toHaveLength(10_000);
    expect(planned(first, look)).toBe(first);
    const later = { ...look, due: new Map([...due].slice(10_000)), now: new Date('2021-08-01T12:00:00Z') };
    expect(planned(first, later).waiting).toHaveLength(10);
  });

  it('reaches the others where what is kept for one user can not be read, and that is reported', async () => {
    const t = await deskWith({ documents: new DamagedNotices() });
    await wants(t, 'colleague');
    expect(await t.desk.planNotices(PARTNER)).toEqual({ added: 2 });
    expect((await told(t, 'colleague')).map(inShort)).toEqual(BOTH);
    expect(await t.desk.noticesWaiting(PARTNER)).toEqual([]);
    expect(t.reported).toContainEqual(expect.objectContaining({ facts: UNREADABLE }));
  });

  it('outlives a restart, and so does that it was told', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'notices-'));
    try {
      const first = await openJsonDocuments({ folder });
      const t = await deskWith({ documents: first });
      await t.desk.planNotices(PARTNER);
      await claim(t, 'a');
      await t.desk.settleNotices(t.actor(), 'a', 'sent', 'expiring7');
      await first.close();
      const second = await openJsonDocuments({ folder });
      const later = await testDesk({ documents: second, today: `${TODAY}T12:03:00Z`, customers: [] });
      expect(await second.read(NOTICES, `${PARTNER}/AdminAgent`)).toMatchObject({
        waiting: [{ kind: 'expiring30' }],
        told: { 'expiring7/customer-1/a/2021-06-04': TODAY },
      });
      expect(shown(await claim(later, 'b'))).toEqual([]);
      await second.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

/** What a process does with what it was handed; what of it the user has seen. */
const ENDINGS = {
  sent: { arrives: true, settled: 'sent' },
  failed: { arrives: false, settled: 'failed' },
  'unknown, arrived': { arrives: true, settled: 'unknown' },
  'unknown, lost': { arrives: false, settled: 'unknown' },
  'killed before it was sent': { arrives: false, settled: undefined },
  'killed after it was sent': { arrives: true, settled: undefined },
} as const;

type Step =
  | { readonly does: 'look' | 'visit' }
  | { readonly does: 'wait'; readonly minutes: number }
  | { readonly does: 'send'; readonly ending: keyof typeof ENDINGS }
  | { readonly does: 'book'; readonly days: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constantFrom('look' as const, 'visit' as const) }),
  fc.record({ does: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 300 }) }),
  fc.record({
    does: fc.constant('send' as const),
    ending: fc.constantFrom(...(Object.keys(ENDINGS) as (keyof typeof ENDINGS)[])),
  }),
  fc.record({ does: fc.constant('book' as const), days: fc.integer({ min: 10, max: 20 }) }),
);

describe('whatever happens', () => {
  it('each is sent once at most, none is lost, and only what is in doubt is shown again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 12 }),
        fc.scheduler(),
        async (rounds, scheduler) => {
          const documents = new ScheduledDocuments();
          const t = await deskWith({
            documents,
            customers: [customer({ reservations: [ending('first', 15)] })],
          });
          const sent: string[] = [];
          const doubtful: string[] = [];
          const visited: string[] = [];
          let attempts = 0;
          let booked = 0;
          const act = async (one: Step) => {
            if (one.does === 'look') await t.desk.planNotices(PARTNER);
            if (one.does === 'visit') {
              const attemptId = `visit ${++attempts}`;
              const claimed = await t.desk.claimNotices(t.actor(), { attemptId, occasion: 'visit' });
              visited.push(...shown(claimed));
              await t.desk.settleNotices(t.actor(), attemptId, 'sent');
            }
            if (one.does === 'send') {
              const attemptId = `send ${++attempts}`;
              const rows = shown(await t.desk.claimNotices(t.actor(), { attemptId }));
              const { arrives, settled } = ENDINGS[one.ending];
              if (arrives) sent.push(...rows);
              if (settled !== 'sent' && settled !== 'failed') doubtful.push(...rows);
              if (settled) await t.desk.settleNotices(t.actor(), attemptId, settled);
            }
          };
          for (const round of rounds) {
            // Time and the book stand still while several do something at once.
            for (const one of round) {
              if (one.does === 'wait') t.clock.forward(one.minutes);
              // A card shows eight of a kind by name.
              if (one.does === 'book' && booked < 7) {
                const { reservations } = await t.book();
                await t.change({ reservations: [...reservations, ending(`new ${++booked}`, one.days)] });
              }
            }
            documents.scheduler = scheduler;
            await scheduler.waitFor(Promise.all(round.map(act)));
            documents.scheduler = undefined;
          }
          // In the end whoever was killed is known to be, and the user comes by.
          t.clock.forward(5);
          await act({ does: 'look' });
          await act({ does: 'visit' });
          const due = ['first', ...Array.from({ length: booked }, (_, i) => `new ${i + 1}`)];
          for (const id of due) {
            const name = `expiring30 ${id}`;
            const times = sent.filter((one) => one === name).length;
            const visits = visited.filter((one) => one === name).length;
            expect({ name, times }).toEqual({ name, times: Math.min(times, 1) });
            expect({ name, visits }).toEqual({ name, visits: Math.min(visits, 1) });
            expect({ name, told: times + visits > 0 }).toEqual({ name, told: true });
            if (times + visits > 1) expect(doubtful).toContain(name);
          }
        },
      ),
      { numRuns: 100 },
    );
  }, 120_000);
});
