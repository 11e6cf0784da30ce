/** Where users can be reached later: learnt from what comes in, kept, followed and given up. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Activity } from 'botbuilder';
import { ADDRESSES, Addresses, addressIn, referenceTo } from '../../bot/addresses.js';
import { EMBEDDED_SERVICE_URL } from '../../bot/channels.js';
import { createLogger } from '../../bot/logger.js';
import { Refusal } from '../../domain/refusals.js';
import type { Change, DocumentKind } from '../../domain/store/documents.js';
import { MemoryDocuments } from '../support/memory-documents.js';
import { type SignedInDesk, startSignedInDesk } from '../support/signed-in-desk.js';
import { bearer } from './bad-tokens.js';

const ANNA = { partnerId: 'northbridge', userId: 'anna-admin' };
const silent = createLogger('silent');

const heard = (more: Record<string, unknown> = {}) =>
  ({
    type: 'message',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    conversation: { id: 'chat-1', conversationType: 'personal', tenantId: 'tenant-1' },
    from: { id: '29:anna', name: 'Anna', aadObjectId: 'object-1' },
    recipient: { id: '28:bot', name: 'Bot' },
    locale: 'sv-SE',
    entities: [{ type: 'clientInfo', locale: 'sv-SE', timezone: 'Europe/Stockholm' }],
    ...more,
  }) as unknown as Activity;

/** Counts what is written, and can refuse to. */
class Book extends MemoryDocuments {
  writes = 0;
  full = false;

  override async update<T, R>(
    kind: DocumentKind<T>,
    key: string,
    change: (current: T | undefined) => Change<T, R>,
  ): Promise<R> {
    if (this.full) throw new Refusal({ code: 'StoreUnavailable' });
    return await super.update(kind, key, (current) => {
      const made = change(current);
      if (made.next !== current) this.writes += 1;
      return made;
    });
  }
}

describe('The address in an activity', () => {
  it('is what it takes to write to that chat, and the language and time zone there; no name', () => {
    expect(addressIn(heard())).toEqual({
      channelId: 'msteams',
      serviceUrl: 'https://smba.trafficmanager.net/emea/',
      conversationId: 'chat-1',
      userId: '29:anna',
      botId: '28:bot',
      tenantId: 'tenant-1',
      aadObjectId: 'object-1',
      locale: 'sv-SE',
      timeZone: 'Europe/Stockholm',
    });
  });

  it.each([
    ['no entities', { entities: undefined }, undefined],
    ['an empty zone', { entities: [{ type: 'clientInfo', timezone: '' }] }, undefined],
    [
      'a zone of 10,000 letters',
      { entities: [{ type: 'clientInfo', timezone: 'x'.repeat(10_000) }] },
      undefined,
    ],
    ['a zone that is a number', { entities: [{ type: 'clientInfo', timezone: 7 }] }, undefined],
    ['a zone in another entity', { entities: [{ type: 'mention', timezone: 'Europe/Oslo' }] }, undefined],
    ['the zone beside the entities', { entities: [], localTimezone: 'America/New_York' }, 'America/New_York'],
  ])('with %s', (_what, more, timeZone) => {
    expect(addressIn(heard(more))?.timeZone).toBe(timeZone);
  });

  it.each([
    ['Web Chat', { channelId: 'webchat' }],
    ['the Emulator', { channelId: 'emulator' }],
    ['the chat page', { channelId: 'msteams', serviceUrl: EMBEDDED_SERVICE_URL }],
  ])('is none where nothing can be sent that was not asked for: %s', (_what, more) => {
    expect(addressIn(heard(more))).toBeUndefined();
  });

  it('leads back to the same chat', () => {
    const address = addressIn(heard());
    expect(address && referenceTo(address)).toMatchObject({
      serviceUrl: 'https://smba.trafficmanager.net/emea/',
      conversation: { id: 'chat-1', conversationType: 'personal', tenantId: 'tenant-1' },
      user: { id: '29:anna', aadObjectId: 'object-1' },
      bot: { id: '28:bot' },
      locale: 'sv-SE',
    });
  });
});

describe('Addresses', () => {
  it('are written once, and again where something has changed', async () => {
    const book = new Book();
    const addresses = new Addresses(book, silent);
    for (let turn = 0; turn < 5; turn++) addresses.note(ANNA, heard({ text: `turn ${turn}` }));
    await addresses.idle();
    expect(book.writes).toBe(1);
    addresses.note(ANNA, heard({ serviceUrl: 'https://smba.trafficmanager.net/amer/' }));
    await addresses.idle();
    expect((await addresses.of(ANNA))[0]?.serviceUrl).toBe('https://smba.trafficmanager.net/amer/');
    expect(book.writes).toBe(2);
  });

  it('are not written again after a restart where nothing has changed', async () => {
    const book = new Book();
    for (let start = 0; start < 3; start++) {
      const addresses = new Addresses(book, silent);
      addresses.note(ANNA, heard());
      await addresses.idle();
    }
    expect(book.writes).toBe(1);
  });

  it('that could not be written are written by the next turn', async () => {
    const book = new Book();
    const addresses = new Addresses(book, silent);
    book.full = true;
    addresses.note(ANNA, heard());
    await addresses.idle();
    expect(await addresses.of(ANNA)).toEqual([]);
    book.full = false;
    addresses.note(ANNA, heard());
    await addresses.idle();
    expect((await addresses.of(ANNA))[0]?.conversationId).toBe('chat-1');
  });

  it('are forgotten, but not where there is a newer one; and learnt anew', async () => {
    const addresses = new Addresses(new Book(), silent);
    addresses.note(ANNA, heard());
    addresses.forget(ANNA, 'an-older-chat');
    await addresses.idle();
    expect((await addresses.of(ANNA))[0]?.conversationId).toBe('chat-1');
    addresses.forget(ANNA, 'chat-1');
    addresses.note(ANNA, heard());
    await addresses.idle();
    expect((await addresses.of(ANNA))[0]?.conversationId).toBe('chat-1');
    addresses.forget(ANNA, 'chat-1');
    await addresses.idle();
    expect(await addresses.of(ANNA)).toEqual([]);
  });
});

describe('The chats of one user', () => {
  it('are known beside each other, the latest first, a few of them', async () => {
    const addresses = new Addresses(new Book(), silent);
    const chats = ['a', 'b', 'c', 'd', 'e'];
    for (const id of chats) addresses.note(ANNA, heard({ conversation: { id } }));
    addresses.note(ANNA, heard({ conversation: { id: 'b' }, locale: 'nl-NL' }));
    const known = await addresses.of(ANNA);
    expect(known.map(({ conversationId }) => conversationId)).toEqual(['b', 'e', 'd', 'c']);
    expect(known[0]?.locale).toBe('nl-NL');
  });
});

describe('Where users are signed in', () => {
  let desk: SignedInDesk | undefined;
  afterEach(async () => {
    await desk?.close();
    desk = undefined;
  });

  const start = async () => {
    desk = await startSignedInDesk();
    const { inTeams, post } = desk;
    const send = async (userId: string, more: Record<string, unknown> = {}) => {
      const headers = { Authorization: await bearer({}) };
      expect((await post({ ...(await inTeams(userId, 'help')), ...more }, headers)).status).toBe(200);
    };
    /** The chats that are known, by whose they are. */
    const known = async () => {
      const files = Object.entries((await desk?.folder()) ?? {});
      const kept = files.filter(([file]) => file.startsWith(`${ADDRESSES.name}/`));
      return kept.flatMap(([file, text]) => {
        const { chats } = JSON.parse(text).document as { chats: { conversationId: string }[] };
        return chats.map(({ conversationId }) => [file, conversationId]);
      });
    };
    return { desk, send, known };
  };

  it('the address of a user of the book is known after its first message, and of nobody else', async () => {
    const { desk: running, send, known } = await start();
    await send('anna-admin');
    await send('nobody-there');
    await send('sanjay-sales', {
      conversation: { id: 'a-team', conversationType: 'channel', isGroup: true },
    });
    await running.settled();
    expect(await known()).toEqual([[`${ADDRESSES.name}/northbridge/anna-admin.json`, 'personal-anna-admin']]);
  });

  it.each([
    ['is uninstalled', { type: 'installationUpdate', action: 'remove' }],
    ['is taken out of the chat', { type: 'conversationUpdate', membersRemoved: [{ id: 'bot' }] }],
  ])('it is forgotten when the bot %s', async (_what, farewell) => {
    const { desk: running, send, known } = await start();
    await send('anna-admin');
    await running.settled();
    expect(await known()).toHaveLength(1);
    const recipient = { id: 'bot' };
    await send('anna-admin', { ...farewell, recipient, text: undefined });
    await running.settled();
    expect(await known()).toEqual([]);
  });
});
