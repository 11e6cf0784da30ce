/** How long a sign-in lasts: over a restart of the desk, and no longer than it should. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../bot/logger.js';
import { SignIns } from '../../bot/sign-in/sign-ins.js';
import { MemoryMemories } from '../support/memory-memories.js';
import { type PageDesk, startPageDesk } from '../support/page-desk.js';
import { type Provider, startProvider } from '../support/provider.js';

const HOUR = 3_600_000;

describe('A sign-in', () => {
  let provider: Provider;
  let desk: PageDesk;
  let now = Date.now();
  beforeAll(async () => {
    provider = await startProvider();
    desk = await startPageDesk(provider, {
      now: () => now,
      env: { SESSION_KEY: 'a-key-of-thirty-two-characters-or-more' },
    });
  });
  afterAll(async () => {
    await desk.close();
    await provider.stop();
  });
  beforeEach(async () => {
    now = Date.now();
    provider.signsIn(await desk.claimsOf('anna-admin'));
  });

  it('outlives a restart of the desk, as the same user of the chat', async () => {
    const browser = desk.browser();
    await browser.signIn();
    const before = await browser.chat();
    await browser.say(before, 'customers');
    await browser.hears(before, /Fabrikam/);
    await desk.restart();
    expect(await browser.isSignedIn()).toBe(true);
    expect((await browser.chat()).userId).toBe(before.userId);
    await browser.say(before, 'permissions contoso');
    expect(await browser.hears(before, /Customer permission/)).toContain('Hello Anna');
  });

  it('is gone after a restart where it was ended before', async () => {
    const browser = desk.browser();
    await browser.signIn();
    const stolen = browser.cookies.get('desk-session') ?? '';
    await browser.signOut();
    await desk.restart();
    browser.cookies.set('desk-session', stolen);
    expect(await browser.isSignedIn()).toBe(false);
  });

  it('that is under way goes on after a restart, and its state is good once all the same', async () => {
    const browser = desk.browser();
    const back = await browser.atIssuer();
    await desk.restart();
    expect(await browser.comeBack(back)).toBe('/');
  });

  it('that is under way is given up after ten minutes', async () => {
    const browser = desk.browser();
    const back = await browser.atIssuer();
    now += HOUR / 6 + 1000;
    expect(await browser.comeBack(back)).toBe('/?sign-in=again');
  });

  it('ends after a night in which nothing was said, though the page was open', async () => {
    const browser = desk.browser();
    await browser.signIn();
    const chat = await browser.chat();
    await browser.hears(chat, /desk\/who/);
    for (let hours = 0; hours < 11; hours += 1) {
      now += HOUR;
      expect(await browser.isSignedIn()).toBe(true);
    }
    now += HOUR;
    expect(await browser.isSignedIn()).toBe(false);
    expect((await browser.read(chat)).status).toBe(403);
    expect(await browser.say(chat, 'customers')).toBe(403);
  });

  it('lasts as long as something is said, but a week at most', async () => {
    const browser = desk.browser();
    await browser.signIn();
    for (let day = 0; day < 6.9; day += 0.4) {
      expect((await browser.ask('POST', '/webchat/token')).status).toBe(200);
      now += 0.4 * 24 * HOUR;
    }
    expect(await browser.isSignedIn()).toBe(false);
  });

  it('outlives others that can not be read', async () => {
    const browser = desk.browser();
    await browser.signIn();
    await desk.signIns.sweep();
    const [good] = JSON.parse(await desk.kept()).slice(-1);
    await desk.keep(JSON.stringify([{ hash: 7 }, null, { ...good, identity: {} }, good]));
    await desk.restart();
    expect(await browser.isSignedIn()).toBe(true);
    await browser.signOut();
    expect(await desk.kept()).toBe('[]');
  });
});

describe('Those who are signed in', () => {
  const anna = { tenantId: 'tenant', objectId: 'anna', name: 'Anna' };
  const log = createLogger('silent');
  const opened: SignIns[] = [];
  const open = async (limits = {}, memories = new MemoryMemories()) => {
    let now = 0;
    const signIns = await SignIns.open({ memories, log, limits, now: () => now });
    opened.push(signIns);
    const ended: string[] = [];
    signIns.onEnd((userId) => ended.push(userId));
    const later = (ms: number) => {
      now += ms;
    };
    return { signIns, memories, ended, later };
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((signIns) => signIns.close()));
  });

  it('are not too many of one person: the one that was used longest ago ends', async () => {
    const { signIns, ended, later } = await open({ sessionsOfUser: 2 });
    const ids: string[] = [];
    for (let count = 0; count < 2; count += 1) {
      ids.push(await signIns.begin(anna));
      later(1);
    }
    const [first = '', second = ''] = ids;
    const known = signIns.ofBrowser(first);
    if (known) signIns.use(known);
    await signIns.begin({ ...anna, objectId: 'bert' });
    await signIns.begin(anna);
    expect(signIns.ofBrowser(first)).toBeDefined();
    expect(signIns.ofBrowser(second)).toBeUndefined();
    expect(ended).toHaveLength(1);
  });

  it('are not too many in all', async () => {
    const { signIns, ended, later } = await open({ sessions: 3 });
    for (let count = 0; count < 10; count += 1) {
      await signIns.begin({ ...anna, objectId: `user-${count}` });
      later(1);
    }
    expect(ended).toHaveLength(7);
  });

  it('are told of when they end, whichever way', async () => {
    const { signIns, ended, later } = await open({ idleMs: 1000 });
    const first = signIns.ofBrowser(await signIns.begin(anna));
    const second = signIns.ofBrowser(await signIns.begin(anna));
    if (first) await signIns.end(first);
    later(1000);
    await signIns.sweep();
    expect(ended).toEqual([first?.userId, second?.userId]);
    expect(signIns.has(second?.userId ?? '')).toBe(false);
  });

  it('are kept before the browser is told, and not signed in where that fails', async () => {
    const memories = new MemoryMemories();
    const { signIns, ended } = await open({}, memories);
    memories.full = true;
    await expect(signIns.begin(anna)).rejects.toThrow('no space');
    expect(ended).toHaveLength(1);
    memories.full = false;
    await signIns.begin(anna);
    expect(JSON.parse(memories.texts.get('sign-in/sessions') ?? '')).toHaveLength(1);
  });

  it('end where the disk is full as well, and stay ended after a restart once it takes that', async () => {
    const memories = new MemoryMemories();
    const { signIns, ended } = await open({}, memories);
    const id = await signIns.begin(anna);
    const signIn = signIns.ofBrowser(id);
    memories.full = true;
    if (signIn) await signIns.end(signIn);
    expect([signIns.ofBrowser(id), ended]).toEqual([undefined, [signIn?.userId]]);
    memories.full = false;
    await signIns.sweep();
    expect((await open({}, memories)).signIns.ofBrowser(id)).toBeUndefined();
  });

  it('are kept with when they were last used, once in a while and not at each use', async () => {
    const { signIns, memories, later } = await open({ idleMs: 1000 });
    const signIn = signIns.ofBrowser(await signIns.begin(anna));
    later(900);
    expect(signIns.identityOf(signIn?.userId ?? '')).toEqual(anna);
    expect(memories.texts.get('sign-in/sessions')).toContain('"usedAt":0');
    await signIns.sweep();
    expect(memories.texts.get('sign-in/sessions')).toContain('"usedAt":900');
  });

  it('are nobody where what is kept of them is no list', async () => {
    const memories = new MemoryMemories();
    for (const text of ['{', '{}', '"x"', 'null']) {
      memories.texts.set('sign-in/sessions', text);
      const { signIns } = await open({}, memories);
      expect(await signIns.begin(anna)).toHaveLength(43);
    }
  });
});
