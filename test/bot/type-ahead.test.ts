/** What Teams is suggested while somebody types, over HTTP to the real server, as a signed-in user of the book. */
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Gate } from '../../bot/gate.js';
import { createLogger } from '../../bot/logger.js';
import { PartnerBot } from '../../bot/partner-bot.js';
import { TurnLog } from '../../bot/turn-log.js';
import { TypeAhead } from '../../bot/type-ahead.js';
import { tokenOf } from '../support/authority.js';
import { DemoDesk } from '../support/demo-desk.js';
import { type SignedInDesk, startSignedInDesk } from '../support/signed-in-desk.js';
import { startConnector, startDesk } from './running-desk.js';

jest.setTimeout(60_000);

type Result = { readonly title: string; readonly value: string };
const search = (value: unknown) => ({ type: 'invoke', name: 'application/search', text: undefined, value });
const typed = (queryText: string, dataset = 'customers', queryOptions: unknown = { skip: 0, top: 15 }) =>
  search({ kind: 'search', queryText, queryOptions, dataset });
const NOTHING = { type: 'application/vnd.microsoft.search.searchResponse', value: { results: [] } };

describe('signed in', () => {
  let desk: SignedInDesk;
  beforeAll(async () => {
    desk = await startSignedInDesk();
  });
  afterAll(() => desk.close());
  afterEach(() => desk.forget());

  const ask = async (more: Record<string, unknown>, userId = 'anna-admin') =>
    await desk.post(
      { ...(await desk.inTeams(userId, '')), ...more },
      { Authorization: `Bearer ${await tokenOf()}` },
    );
  const results = async (more: Record<string, unknown>, userId?: string) => {
    const { status, body } = await ask(more, userId);
    expect(status).toBe(200);
    expect(body?.type).toBe(NOTHING.type);
    return (body as unknown as { value: { results: Result[] } }).value.results;
  };

  it('customers by a part of their name, as the card writes them, with their id', async () => {
    const { id } = await desk.customer('fabrikam');
    expect(await results(typed('fabri'))).toEqual([
      { value: id, title: expect.stringMatching(/^Fabrikam.* — fabrikam\.example · /) },
    ]);
  });

  it('products by words, region and term, without a price', async () => {
    const found = await results(typed('d2s v5 west europe 3 years', 'products'));
    expect(found).toEqual([
      {
        value: 'vm-standard_d2s_v5-westeurope-P3Y',
        title: 'Standard_D2s_v5 · Virtual machines · West Europe · 3 years',
      },
    ]);
  });

  it('the first fifteen where nothing is typed, and the next ones', async () => {
    const first = await results(typed(''));
    const rest = await results(typed('', 'customers', { skip: 15, top: 15 }));
    expect([first.length, rest.length]).toEqual([15, 2]);
    expect(new Set([...first, ...rest].map(({ value }) => value)).size).toBe(17);
    expect(await results(typed('', 'products'))).toHaveLength(15);
    // Teams leaves out what says nothing.
    expect(await results(search({ dataset: 'customers' }))).toEqual(first);
  });

  it('nothing to somebody whom the book does not know, or who was removed', async () => {
    const from = { id: '29:x', name: 'X', aadObjectId: '11111111-1111-4111-8111-111111111111' };
    expect(await results({ ...typed(''), from })).toEqual([]);
    await desk.removeUser('helen-helpdesk');
    expect(await results(typed(''), 'helen-helpdesk')).toEqual([]);
    const nobody = await desk.post({ ...(await desk.inTeams('anna-admin', '')), ...typed('') }, {});
    expect([nobody.status, nobody.text.includes('Fabrikam')]).toEqual([401, false]);
  });

  it.each([
    ['a text without end', typed('x'.repeat(10_000))],
    ['another kind of thing', typed('', 'users')],
    ['a name of every object', typed('', '__proto__')],
    ['no kind of thing', search({ queryText: 'a' })],
    ['no words', search({ queryText: { $ne: '' }, dataset: 'customers' })],
    ['a list', search([])],
    ['nothing', search(undefined)],
    ['what lies beyond the end', typed('', 'customers', { skip: 1e9, top: 15 })],
    ['a place that is none', typed('', 'customers', 'all')],
  ])('nothing to who asks for %s', async (_what, more) => {
    expect(await results(more)).toEqual([]);
  });

  it.each([
    [{ skip: -1, top: 15 }, 15],
    [{ skip: 0, top: 1e9 }, 15],
    [{ skip: 0, top: -5 }, 1],
    [{ skip: '0', top: null }, 15],
    [{ skip: 1.5, top: 2.5 }, 2],
    [{}, 15],
    [null, 15],
  ])('as many as there can be to who asks for %j', async (options, count) => {
    expect(await results(typed('', 'customers', options))).toHaveLength(count);
  });

  it.each(['__proto__', 'constructor', '${1+1}', '%', '*', '\u202e', '"', '\\', '(a+)+$'])(
    'an answer whatever the words are: %s',
    async (text) => {
      for (const dataset of ['customers', 'products'])
        expect((await results(typed(text, dataset))).length).toBeLessThanOrEqual(15);
    },
  );

  it('keeps nothing and says nothing, and a turn in between goes on as it was', async () => {
    await ask({ text: 'customers' });
    // Where the user can be reached is noted behind the turn.
    await desk.settled();
    const before = await desk.folder();
    await results(typed('fab'));
    expect(await desk.folder()).toEqual(before);
    desk.forget();
    await results(typed('fab'));
    expect(desk.microsoft.delivered).toEqual([]);
    const turn = JSON.parse(desk.lines.find((line) => line.includes('"turn"')) ?? '{}');
    expect(turn).toMatchObject({ type: 'invoke', outcome: 'answered', channel: 'msteams' });
    expect(desk.lines.join()).not.toMatch(/fab/i);
    await ask({ text: '1' });
    expect(desk.said()).not.toContain('I did not find');
  });

  it('another invoke is still taken by nobody', async () => {
    const { status } = await ask({ type: 'invoke', name: 'adaptiveCard/action', value: {} });
    expect(status).toBe(400);
  });
});

describe('while others wait', () => {
  async function start(
    change: (demo: DemoDesk) => Partial<DemoDesk['desk']>,
    { perMinute = 60, withinMs = 20_000 } = {},
  ) {
    const demo = await DemoDesk.open();
    const log = createLogger('silent');
    const turns = new TurnLog(log);
    const desk = { ...demo.desk, ...change(demo) };
    const partnerBot = new PartnerBot({ desk, memories: demo.memories, localMode: true, log, turns });
    const typeAhead = new TypeAhead({ bot: partnerBot, desk, turns, log, withinMs });
    const bot = new Gate({ bot: typeAhead, log, limits: { perMinute } });
    const connector = await startConnector();
    const running = await startDesk({ bot, log });
    let count = 0;
    const post = (more: Record<string, unknown>) =>
      running.call('POST', '/api/messages', {
        type: 'message',
        id: `a${++count}`,
        channelId: 'msteams',
        serviceUrl: connector.url,
        conversation: { id: 'c1' },
        from: { id: 'u1' },
        recipient: { id: 'bot' },
        ...more,
      });
    const close = async () => {
      await running.close();
      await connector.close();
    };
    return { post, close, partnerBot };
  }

  it('it does not stand in line behind a turn of its conversation', async () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { post, close } = await start(({ desk }) => ({
      whoIs: async (actor) => {
        await opened;
        return await desk.whoIs(actor);
      },
    }));
    const turn = post({ text: 'hello' });
    const { body } = await post(typed('fabri'));
    expect(JSON.stringify(body)).toContain('Fabrikam');
    open();
    expect((await turn).status).toBe(200);
    await close();
  });

  it('nothing is suggested rather than late, or where the book can not be read', async () => {
    const { post, close } = await start(
      () => ({
        customersCalled: () => new Promise(() => undefined),
        productsNamed: async () => {
          throw new Error('a secret of the inside');
        },
      }),
      { withinMs: 100 },
    );
    for (const dataset of ['customers', 'products'])
      expect(await post(typed('a', dataset))).toMatchObject({ status: 200, body: NOTHING });
    await close();
  });

  it('who asks without end is told that it is too much', async () => {
    const { post, close } = await start(() => ({}), { perMinute: 2 });
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await post(typed('a'))).status);
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
    // What is typed counts apart.
    expect((await post({ text: 'help' })).status).toBe(200);
    await close();
  });

  it('in local mode it is for whom the tester acts as', async () => {
    const { post, close, partnerBot } = await start(() => ({}));
    await post({ text: 'act as sales agent' });
    const context = { activity: { channelId: 'msteams', conversation: { id: 'c1' }, from: { id: 'u1' } } };
    expect((await partnerBot.whoSpeaks(context as never))?.actor.userId).toBe('sanjay-sales');
    await close();
  });
});
