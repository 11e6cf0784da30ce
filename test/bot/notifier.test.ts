/** Notices on their way out: over HTTP to a connector that counts, with the real bot and the real book. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ADDRESSES } from '../../bot/addresses.js';
import { PREFERENCES } from '../../domain/store/kinds.js';
import type { ScriptedAnswer } from './counting-connector.js';
import { ANNA, GIULIA, type NoticeDesk, startNoticeDesk, startNotifier } from './notice-desk.js';

let desk: NoticeDesk;
beforeEach(async () => {
  desk = await startNoticeDesk();
});
afterEach(async () => {
  await desk.close();
});

/** Anna has written in her chat, and wants to be told what expires. */
async function annaWants(): Promise<void> {
  await desk.say('chat-anna', { text: 'help' });
  await desk.want([ANNA], 'expiring30');
  desk.connector.forget();
}

const taken = () => desk.connector.taken.map(({ conversation, text }) => [conversation, text.split('\n')[0]]);
const look = async (minutes = 0) => {
  desk.demo.wait({ minutes });
  await desk.notifier.look();
};

describe('A notice', () => {
  it('is sent by itself into the chat of whoever wants it, once', async () => {
    await annaWants();
    await look();
    expect(desk.connector.taken).toHaveLength(1);
    expect(desk.connector.taken[0]).toMatchObject({ conversation: 'chat-anna', tenantId: 'tenant' });
    expect(desk.connector.taken[0]?.card?.actions).toContain('start expiring');
    for (let hours = 0; hours < 5; hours++) await look(61);
    expect(desk.connector.asked).toBe(1);
  });

  it('is not sent to whoever wants none, has never written, or has been removed', async () => {
    await desk.say('chat-anna', { text: 'help' });
    await desk.want([GIULIA], 'expiring30');
    desk.connector.forget();
    await look();
    await desk.want([ANNA], 'expiring30');
    await desk.demo.removeUser(ANNA.userId);
    await look(61);
    expect(desk.connector.asked).toBe(0);
  });

  it('leaves what is open in the chat as it was', async () => {
    await annaWants();
    await desk.say('chat-anna', { text: 'refund fabrikam' });
    const open = desk.connector.taken.at(-1)?.card;
    await look();
    expect(desk.connector.taken.at(-1)?.card?.cardId).toBe('');
    const reservation = open?.choices('reservation')[0] ?? '';
    await desk.say('chat-anna', { text: undefined, value: open?.press('next', { reservation }) });
    expect(desk.connector.taken.at(-1)?.card?.kind).toBe('refund-quote');
  });

  it('can be acted on when it is pressed days later, after a restart', async () => {
    await annaWants();
    await look();
    const notice = desk.connector.taken.at(-1)?.card;
    await desk.restart();
    desk.demo.wait({ days: 3 });
    await desk.say('chat-anna', { text: undefined, value: notice?.press('start renew') });
    expect(desk.connector.taken.at(-1)?.card?.kind).toBe('renew');
    expect(desk.connector.taken.at(-1)?.text).toContain('Standard_D2s_v5');
  });

  it('is in the language that the user has asked for', async () => {
    await annaWants();
    await desk.demo.desk.setLanguage(ANNA, 'nl');
    await look();
    expect(desk.connector.taken[0]?.text).toMatch(/reservering/i);
  });

  it('is in the language of the chat where the user has asked for none', async () => {
    await desk.say('chat-anna', { text: 'hjälp', locale: 'sv-SE' });
    await desk.want([ANNA], 'expiring30');
    desk.connector.forget();
    await look();
    expect(desk.connector.taken[0]?.text).toMatch(/upphör inom 30 dagar/);
  });

  it('waits for the end of the quiet hours, in the time zone that Teams has named', async () => {
    const entities = [{ type: 'clientInfo', timezone: 'Asia/Tokyo' }];
    await desk.say('chat-anna', { text: 'help', entities });
    await desk.want([ANNA], 'expiring30');
    // It is nine in the morning in UTC: six in the evening in Tokyo.
    await desk.demo.desk.setNotices(ANNA, { quiet: { from: '18:00', to: '20:00' } });
    desk.connector.forget();
    await look();
    await look(119);
    expect(desk.connector.asked).toBe(0);
    await look(1);
    expect(desk.connector.taken).toHaveLength(1);
  });
});

describe('Two users', () => {
  it('are told apart by whom they act as in their chats', async () => {
    await desk.say('chat-anna', { text: 'help' });
    await desk.say('chat-giulia', { text: 'act as global admin' });
    await desk.want([ANNA, GIULIA], 'expiring30');
    desk.connector.forget();
    await look();
    expect(
      taken()
        .map(([conversation]) => conversation)
        .sort(),
    ).toEqual(['chat-anna', 'chat-giulia']);
  });

  it('a chat in which somebody else speaks by now is not the chat of the one before', async () => {
    await desk.say('one-chat', { text: 'help' });
    await desk.say('one-chat', { text: 'act as global admin' });
    await desk.want([ANNA], 'expiring30');
    desk.connector.forget();
    await look();
    expect(desk.connector.asked).toBe(0);
    expect(await desk.addresses.of(ANNA)).toEqual([]);
    expect(await desk.addresses.of(GIULIA)).toHaveLength(1);
  });
});

describe('What the channel does not take', () => {
  const CASES: [string, ScriptedAnswer, { again: boolean; address: boolean }][] = [
    ['400', { status: 400 }, { again: true, address: true }],
    ['401', { status: 401 }, { again: true, address: true }],
    ['403 (blocked by the user)', { status: 403 }, { again: false, address: false }],
    ['404', { status: 404 }, { again: false, address: false }],
    ['408', { status: 408 }, { again: false, address: true }],
    ['412', { status: 412 }, { again: true, address: true }],
    ['429', { status: 429 }, { again: true, address: true }],
    ['500', { status: 500 }, { again: false, address: true }],
    ['502', { status: 502 }, { again: false, address: true }],
    ['503', { status: 503 }, { again: false, address: true }],
    ['a connection that is cut', { cut: true, status: 599 }, { again: false, address: true }],
    ['a connection that is cut once it is taken', { cut: true }, { again: false, address: true }],
  ];
  it.each(CASES)(
    '%s: sent again only where it is certain, and at the next visit otherwise',
    async (_what, answer, expected) => {
      await annaWants();
      desk.connector.script.push(answer);
      await look();
      expect(desk.connector.asked).toBe(1);
      for (let hours = 0; hours < 12; hours++) await look(61);
      expect(desk.connector.asked).toBe(expected.again ? 2 : 1);
      expect((await desk.addresses.of(ANNA)).length > 0).toBe(expected.address);
      const [waiting] = await desk.demo.desk.noticesWaiting('northbridge');
      expect((waiting?.waiting ?? 0) > 0).toBe(!expected.again);
    },
  );

  it('is not tried before Retry-After, for nobody of that partner', async () => {
    await annaWants();
    await desk.say('chat-giulia', { text: 'act as global admin' });
    desk.connector.forget();
    desk.connector.script.push({ status: 429, retryAfter: '1800' });
    await look();
    await desk.want([GIULIA], 'expiring30');
    await desk.notifier.look();
    for (const minutes of [10, 10, 9]) await look(minutes);
    expect(desk.connector.asked).toBe(1);
    await look(31);
    expect(
      taken()
        .map(([conversation]) => conversation)
        .sort(),
    ).toEqual(['chat-anna', 'chat-giulia']);
  });

  it('leaves the others alone for a while where the channel is in trouble', async () => {
    const roles = ['admin agent', 'global admin', 'sales agent', 'helpdesk agent', 'user management admin'];
    for (const role of roles) await desk.say(`chat of ${role}`, { text: `act as ${role}` });
    const { users } = await desk.demo.partnerBook();
    await desk.want(
      users.map(({ id: userId }) => ({ partnerId: 'northbridge', userId })),
      'expiring30',
    );
    desk.connector.forget();
    desk.connector.script.push(...users.map(() => ({ status: 500 })));
    await look();
    expect([users.length, desk.connector.asked]).toEqual([5, 4]);
    desk.connector.script.length = 0;
    await look(2);
    expect(desk.connector.taken).toHaveLength(1);
  });

  it('is not tried without end: after a while it is left for the next visit', async () => {
    await annaWants();
    desk.connector.script.push(...Array.from({ length: 100 }, () => ({ status: 400 })));
    for (let hours = 0; hours < 48; hours++) await look(61);
    expect(desk.connector.asked).toBeLessThan(10);
    expect((await desk.demo.desk.noticesWaiting('northbridge'))[0]).toMatchObject({ due: 0 });
  });

  it('leaves a line in the log, with no name in it, and is counted', async () => {
    await annaWants();
    desk.connector.script.push({ status: 429 });
    await look();
    await look(61);
    const line = desk.lines.find((one) => one.includes('a notice could not be sent')) ?? '';
    expect(JSON.parse(line)).toMatchObject({ outcome: 'failed', waitMs: 60_000 });
    expect(line).not.toMatch(/anna|lindqvist|fabrikam|contoso/i);
    const figures = await desk.metrics.registry.metrics();
    expect(figures).toContain('desk_notices_total{outcome="failed"} 1');
    expect(figures).toContain('desk_notices_total{outcome="sent"} 1');
  });
});

describe('An address', () => {
  it('that the desk does not send to is dropped, and nothing is sent', async () => {
    await annaWants();
    await desk.demo.documents.update(ADDRESSES, 'northbridge/anna-admin', (current) => {
      if (!current) throw new Error('there is no address');
      const chats = current.chats.map((chat) => ({ ...chat, serviceUrl: 'http://169.254.169.254/' }));
      return { next: { chats }, result: undefined };
    });
    await look();
    expect(desk.connector.asked).toBe(0);
    expect(await desk.addresses.of(ANNA)).toEqual([]);
  });
});

describe('A desk that runs', () => {
  it('sends what is due soon after the book has changed, without being asked', async () => {
    await desk.say('chat-anna', { text: 'help' });
    desk.connector.forget();
    const { notifier, adapter } = startNotifier(desk.demo, { everyMs: 60 * 60 * 1000, soonMs: 1 });
    notifier.start();
    await desk.want([ANNA], 'expiring30');
    for (const until = Date.now() + 20_000; desk.connector.asked === 0 && Date.now() < until; )
      await new Promise((resolve) => setTimeout(resolve, 10));
    await notifier.stop();
    expect(desk.connector.taken).toHaveLength(1);
    await adapter.close();
  });
});

describe('Several desks over one book', () => {
  it('send each notice once', async () => {
    await desk.say('chat-giulia', { text: 'act as global admin' });
    await annaWants();
    await desk.want([GIULIA], 'expiring30');
    desk.connector.forget();
    const others = Array.from({ length: 4 }, () => startNotifier(desk.demo));
    await Promise.all([desk, ...others].map(({ notifier }) => notifier.look()));
    desk.demo.wait({ minutes: 61 });
    await Promise.all([desk, ...others].map(({ notifier }) => notifier.look()));
    expect(
      taken()
        .map(([conversation]) => conversation)
        .sort(),
    ).toEqual(['chat-anna', 'chat-giulia']);
    for (const { adapter } of others) await adapter.close();
  });
});

describe('A desk that is started anew', () => {
  it('sends what the one before had not, and nothing twice', async () => {
    await annaWants();
    desk.connector.script.push({ status: 429 });
    await look();
    const next = startNotifier(desk.demo);
    await next.notifier.look();
    expect(desk.connector.taken).toHaveLength(0);
    desk.demo.wait({ minutes: 10 });
    await next.notifier.look();
    await next.notifier.look();
    expect(desk.connector.taken).toHaveLength(1);
    await next.adapter.close();
  });
});

describe('A desk that stops', () => {
  it('ends the card it is at, begins with no other, and says so to nobody', async () => {
    await annaWants();
    await desk.want([ANNA], 'capNearlyUsed');
    let stopped: Promise<void> | undefined;
    desk.connector.script.push({
      before: async () => {
        stopped = desk.notifier.stop();
      },
    });
    await look();
    await stopped;
    expect(desk.connector.taken).toHaveLength(1);
    // The other one is as it was: the next desk sends it.
    const next = startNotifier(desk.demo);
    desk.demo.wait({ minutes: 10 });
    await next.notifier.look();
    expect(new Set(taken().map(([, text]) => text)).size).toBe(2);
    expect(desk.connector.taken).toHaveLength(2);
    await next.adapter.close();
  });
});

describe('The time zone that Teams names', () => {
  it('is noted for the user, unless one was chosen', async () => {
    const entities = [{ type: 'clientInfo', timezone: 'Europe/Stockholm' }];
    await desk.say('chat-anna', { text: 'help', entities });
    expect((await desk.demo.documents.read(PREFERENCES, 'northbridge/anna-admin'))?.timeZone).toBe(
      'Europe/Stockholm',
    );
  });
});
