/** Notices to users of Teams as validated, by a bot that signs in: the real server with Microsoft's side stood in for. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAdapter, DeskAdapter } from '../../bot/adapter.js';
import { authenticationFor } from '../../bot/authentication.js';
import { readConfig } from '../../bot/config.js';
import { Connector } from '../../bot/connector.js';
import { NoticeDelivery } from '../../bot/notice-delivery.js';
import { Notifier } from '../../bot/notifier.js';
import { systemClock } from '../../domain/term.js';
import { BOT_TOKEN, REGISTRATION } from '../support/authority.js';
import { type SignedInDesk, startSignedInDesk } from '../support/signed-in-desk.js';
import { bearer } from './bad-tokens.js';

const ANNA = { partnerId: 'northbridge', userId: 'anna-admin' };

let desk: SignedInDesk;
let adapter: DeskAdapter;
let notifier: Notifier;

beforeEach(async () => {
  desk = await startSignedInDesk();
  const { microsoft, bot, addresses, documents, log } = desk;
  adapter = createAdapter(readConfig(REGISTRATION), log, async () => undefined, microsoft);
  const parts = { desk: desk.desk, bot, addresses, adapter, localMode: false, clock: systemClock, log };
  const delivery = new NoticeDelivery(parts);
  notifier = new Notifier({ desk: desk.desk, documents, delivery, clock: systemClock, log });
  await desk.desk.prepareOverview();
  await desk.desk.setNotices(ANNA, { wanted: { expiring30: true } });
});
afterEach(async () => {
  await notifier.stop();
  await desk.close();
});

async function annaWrites(): Promise<void> {
  const headers = { Authorization: await bearer({}) };
  // At something, so that nothing else is shown beside it.
  const message = await desk.inTeams('anna-admin', 'refund');
  expect((await desk.post(message, headers)).status).toBe(200);
  await desk.settled();
  desk.forget();
}

const paths = () => desk.microsoft.delivered.map(({ path }) => path);

describe('A notice in Teams', () => {
  it('goes to the chat of the user, by a bot that has signed in, once', async () => {
    await annaWrites();
    await notifier.look();
    await notifier.look();
    expect(paths()).toEqual(['/emea/v3/conversations/personal-anna-admin/activities']);
    expect(desk.microsoft.unsigned()).toBe(0);
    expect(desk.microsoft.delivered[0]?.body).toMatchObject({
      type: 'message',
      recipient: { id: '29:anna-admin' },
      from: { id: `28:${REGISTRATION.MicrosoftAppId}` },
      conversation: { id: 'personal-anna-admin' },
    });
  });

  it('goes nowhere where nobody has been heard', async () => {
    await notifier.look();
    expect(desk.microsoft.asked).toEqual([]);
  });

  it('is not sent to whoever was removed since', async () => {
    await annaWrites();
    await desk.desk.planNotices('northbridge');
    await desk.removeUser('anna-admin');
    await notifier.look();
    expect(paths()).toEqual([]);
  });

  it('is as it was where the bot can not sign in, and sent once it can', async () => {
    await annaWrites();
    const { microsoft, bot, addresses, log } = desk;
    let signIn: () => Promise<string> = async () => Promise.reject(new Error('nobody signs in now'));
    const connector = new Connector(() => signIn(), microsoft.connections);
    const failing = new DeskAdapter(authenticationFor(undefined), connector, log);
    const parts = { desk: desk.desk, bot, addresses, localMode: false, clock: systemClock, log };
    const delivery = new NoticeDelivery({ ...parts, adapter: failing });
    await desk.desk.planNotices('northbridge');
    const stopping = new AbortController().signal;
    await expect(delivery.deliver(ANNA, stopping)).rejects.toThrow('nobody signs in now');
    expect(await desk.desk.noticesWaiting('northbridge')).toMatchObject([{ due: 1 }]);
    signIn = async () => `Bearer ${BOT_TOKEN}`;
    expect(await delivery.deliver(ANNA, stopping)).toEqual({ cards: 1, waitMs: 0 });
    expect(paths()).toHaveLength(1);
  });

  it('is sent to no other host than those of channels', async () => {
    await annaWrites();
    const [address] = await desk.addresses.of(ANNA);
    const headers = { Authorization: await bearer({}) };
    const elsewhere = { ...(await desk.inTeams('anna-admin', 'help')), serviceUrl: 'https://evil.example/' };
    expect((await desk.post(elsewhere, headers)).status).toBe(403);
    expect(await desk.addresses.of(ANNA)).toEqual([address]);
  });
});
