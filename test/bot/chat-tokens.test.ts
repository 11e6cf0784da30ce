/** The chat page's tokens, and the key that they are signed with. */
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SignJWT, UnsecuredJWT } from 'jose';
import { keptChatKey } from '../../bot/directline/chat-key.js';
import { Tokens } from '../../bot/directline/tokens.js';

const MINUTE = 60_000;
const key = new Uint8Array(32).fill(7);
const start = Date.UTC(2026, 0, 1);

describe('A token of the chat page', () => {
  it('says who speaks and where, for half an hour, to every process that has the key', async () => {
    let now = start;
    const tokens = new Tokens(key, () => now);
    const token = await tokens.issue({ user: 'dl_1', conv: 'c' });
    expect(await tokens.read(token)).toEqual({ user: 'dl_1', conv: 'c' });
    expect(await new Tokens(key, () => now).read(token)).toEqual({ user: 'dl_1', conv: 'c' });
    expect(await new Tokens(undefined, () => now).read(token)).toBeUndefined();
    now += 30 * MINUTE;
    expect(await tokens.read(token)).toBeDefined();
    now += 6000;
    expect(await tokens.read(token)).toBeUndefined();
  });

  it('says who its user was for as long as a conversation is kept, and no longer', async () => {
    let now = start;
    const tokens = new Tokens(key, () => now);
    const token = await tokens.issue({ user: 'dl_1', conv: 'c' });
    now += 12 * 60 * MINUTE;
    expect(await tokens.userOfExpired(token)).toBe('dl_1');
    now += 31 * MINUTE;
    expect(await tokens.userOfExpired(token)).toBeUndefined();
    expect(await new Tokens(undefined, () => start).userOfExpired(token)).toBeUndefined();
  });

  const claims = { user: 'dl_2' };
  const signed = (alg = 'HS256') =>
    new SignJWT(claims)
      .setProtectedHeader({ alg })
      .setIssuer('reservation-desk')
      .setAudience('reservation-desk/chat')
      .setIssuedAt(start / 1000)
      .setExpirationTime(start / 1000 + 60);

  it('is taken where nothing of it is wrong', async () => {
    const tokens = new Tokens(key, () => start);
    expect(await tokens.read(await signed().sign(key))).toEqual(claims);
  });

  it.each([
    ['nothing', async () => ''],
    ['no token', async () => 'x.y.z'],
    [
      'one without a signature',
      async () =>
        new UnsecuredJWT(claims)
          .setIssuer('reservation-desk')
          .setAudience('reservation-desk/chat')
          .setIssuedAt(start / 1000)
          .setExpirationTime(start / 1000 + 60)
          .encode(),
    ],
    ['another algorithm', () => signed('HS512').sign(new Uint8Array(64).fill(7))],
    ['another issuer', () => signed().setIssuer('somebody').sign(key)],
    ['another audience', () => signed().setAudience('reservation-desk/other').sign(key)],
    ['another key', () => signed().sign(new Uint8Array(32).fill(8))],
    ['no user', () => new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).sign(key)],
    [
      'no end',
      () =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'HS256' })
          .setIssuer('reservation-desk')
          .setAudience('reservation-desk/chat')
          .sign(key),
    ],
  ])('is not taken with %s', async (_what, make) => {
    const tokens = new Tokens(key, () => start);
    const token = await make();
    expect(await tokens.read(token)).toBeUndefined();
    expect(await tokens.userOfExpired(token)).toBeUndefined();
  });

  it('is not taken where its claims are another’s', async () => {
    const tokens = new Tokens(key, () => start);
    const [head, , signature] = (await tokens.issue({ user: 'dl_1' })).split('.');
    const [, other] = (await tokens.issue({ user: 'dl_2' })).split('.');
    expect(await tokens.read([head, other, signature].join('.'))).toBeUndefined();
  });
});

describe('The key of the chat page', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'desk-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const file = async () => {
    const [name = ''] = await readdir(folder);
    return join(folder, name);
  };

  it('is drawn once, and readable by its owner only', async () => {
    const drawn = await keptChatKey(folder);
    expect(drawn).toHaveLength(32);
    expect(await keptChatKey(folder)).toEqual(drawn);
    expect((await stat(await file())).mode & 0o777).toBe(0o600);
  });

  it('is made its owner’s again where others could read it', async () => {
    const drawn = await keptChatKey(folder);
    await chmod(await file(), 0o644);
    expect(await keptChatKey(folder)).toEqual(drawn);
    expect((await stat(await file())).mode & 0o777).toBe(0o600);
  });

  it('is drawn anew where it is not whole', async () => {
    const drawn = await keptChatKey(folder);
    await writeFile(await file(), 'short', { mode: 0o644 });
    const next = await keptChatKey(folder);
    expect([next.length, Buffer.from(next).equals(drawn)]).toEqual([32, false]);
    expect(await keptChatKey(folder)).toEqual(next);
    expect((await readFile(await file(), 'utf8')).length).toBeGreaterThan(40);
  });
});
