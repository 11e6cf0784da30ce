/** What the desk says of itself to whoever looks after it: alive, ready, and its figures. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { turnErrors } from '../../bot/failed-turn.js';
import { createLogger } from '../../bot/logger.js';
import { MeasuredDocuments } from '../../bot/measured-documents.js';
import { Metrics } from '../../bot/metrics.js';
import { PartnerBot } from '../../bot/partner-bot.js';
import { Readiness } from '../../bot/readiness.js';
import { TurnLog } from '../../bot/turn-log.js';
import { createDesk, randomIds } from '../../domain/desk.js';
import { recordedInBook } from '../../domain/partner-center.js';
import { Refusal } from '../../domain/refusals.js';
import type { Change, DocumentKind } from '../../domain/store/documents.js';
import { DemoDesk } from '../support/demo-desk.js';
import { MemoryDocuments } from '../support/memory-documents.js';
import { MemoryMemories } from '../support/memory-memories.js';
import {
  type DeskSettings,
  type RunningDesk,
  startConnector,
  startDesk,
  statusUnderHost,
} from './running-desk.js';

const TOKEN = 'a-token-for-the-metrics';
const silent = createLogger('silent');

let desk: RunningDesk | undefined;
afterEach(async () => {
  await desk?.close();
  desk = undefined;
});
const start = async (settings: DeskSettings = {}) => {
  desk = await startDesk(settings);
  return desk;
};

/** A book of which writes can be made to fail, or never to end. */
class Book extends MemoryDocuments {
  writes = 0;
  how: 'well' | 'not' | 'never' = 'well';

  override async update<T, R>(
    kind: DocumentKind<T>,
    key: string,
    change: (current: T | undefined) => Change<T, R>,
  ): Promise<R> {
    this.writes += 1;
    if (this.how === 'not') throw new Refusal({ code: 'StoreUnavailable' });
    if (this.how === 'never') return await new Promise<R>(() => undefined);
    return await super.update(kind, key, change);
  }
}

describe('GET /healthz and /readyz', () => {
  it('says that it is alive at any stage, and that it is ready between start and stop', async () => {
    const readiness = new Readiness(new Book(), new MemoryMemories());
    const { call } = await start({ readiness });
    const stages = [() => undefined, () => readiness.started(), () => readiness.stops()];
    const answers = [];
    for (const stage of stages) {
      stage();
      const [alive, ready] = [await call('GET', '/healthz'), await call('GET', '/readyz')];
      answers.push([alive.status, ready.status, ready.body?.status, ready.headers.get('retry-after')]);
    }
    expect(answers).toEqual([
      [200, 503, 'starting', '5'],
      [200, 200, 'ready', null],
      [200, 503, 'stopping', '5'],
    ]);
    readiness.started();
    expect(await readiness.reason()).toBe('stopping');
  });

  it('writes to find out, once in five seconds however often it is asked', async () => {
    const book = new Book();
    let now = 0;
    const readiness = new Readiness(book, new MemoryMemories(), () => now);
    readiness.started();
    const ask = () => Promise.all(Array.from({ length: 20 }, () => readiness.reason()));
    expect(new Set(await ask())).toEqual(new Set([undefined]));
    expect(book.writes).toBe(1);
    book.how = 'not';
    expect(await readiness.reason()).toBeUndefined();
    now = 5000;
    expect(await readiness.reason()).toBe('store');
    book.how = 'well';
    now = 10_000;
    expect(await readiness.reason()).toBeUndefined();
    expect(book.writes).toBe(3);
  });

  it('does not wait for a disk that does not answer', async () => {
    const book = new Book();
    book.how = 'never';
    const readiness = new Readiness(book, new MemoryMemories(), Date.now, 20);
    readiness.started();
    expect(await readiness.reason()).toBe('store');
  });
});

describe('while it stops', () => {
  it('takes nothing new, and gives what there is', async () => {
    const readiness = new Readiness(new Book(), new MemoryMemories());
    const { call } = await start({ readiness });
    readiness.stops();
    for (const path of ['/api/messages', '/webchat/token', '/directline/conversations', '/nowhere']) {
      const answer = await call('POST', path, {});
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    }
    expect((await call('GET', '/')).status).toBe(200);
  });
});

describe('GET /metrics', () => {
  const statusWith = async (env: Record<string, string>, headers: Record<string, string>) =>
    (await (await start({ env })).call('GET', '/metrics', undefined, headers)).status;

  it.each([
    ['this machine', {}, {}, 200],
    ['this machine through a proxy', {}, { 'X-Forwarded-For': '203.0.113.1' }, 401],
    ['who shows the token', { METRICS_TOKEN: TOKEN }, { Authorization: `Bearer ${TOKEN}` }, 200],
    [
      'who shows the token through a proxy',
      { METRICS_TOKEN: TOKEN },
      { Authorization: `bearer ${TOKEN}`, 'X-Forwarded-For': '203.0.113.1' },
      200,
    ],
    ['who shows another token', { METRICS_TOKEN: TOKEN }, { Authorization: `Bearer ${TOKEN}x` }, 401],
    ['who shows an empty token', { METRICS_TOKEN: TOKEN }, { Authorization: 'Bearer ' }, 401],
    ['who shows a token where there is none', {}, { Authorization: 'Bearer undefined' }, 401],
    ['this machine where there is a token', { METRICS_TOKEN: TOKEN }, {}, 200],
  ])('to %s', async (_who, env, headers, status) => {
    expect(await statusWith(env, headers)).toBe(status);
  });

  it('to nobody who calls this machine by another name, as a proxy does', async () => {
    const { port } = await start({ env: { MicrosoftAppId: 'app', MicrosoftAppPassword: 'secret' } });
    expect(await statusUnderHost(port, 'desk.example', '/metrics')).toBe(401);
    expect(await statusUnderHost(port, `127.0.0.1:${port}`, '/metrics')).toBe(200);
  });

  it('counts turns, acts and writes, under names that are no customer’s, partner’s or user’s', async () => {
    const demo = await DemoDesk.open();
    const metrics = new Metrics();
    const documents = new MeasuredDocuments(demo.documents, metrics);
    const clock = { now: () => new Date('2026-11-21T10:00:00Z') };
    const counted = createDesk({
      documents,
      clock,
      ids: randomIds,
      partnerCenter: recordedInBook,
      told: (act) => metrics.act(act),
    });
    const bot = new PartnerBot({
      desk: counted,
      memories: demo.memories,
      localMode: true,
      log: silent,
      turns: new TurnLog(silent, metrics),
    });
    metrics.watch({ directLineConversations: () => 7, workAfterTurns: () => 0 });
    const connector = await startConnector();
    const { call } = await start({ bot, metrics, onTurnError: turnErrors(silent) });
    const say = (text: string, id: string, channelId = 'emulator') =>
      call('POST', '/api/messages', {
        type: 'message',
        id,
        channelId,
        serviceUrl: connector.url,
        conversation: { id: 'northbridge-conversation' },
        from: { id: 'user' },
        text,
      });
    await say('buy 3 D2s_v5 in west europe for 1 year, monthly, for Fabrikam', '1');
    await Promise.all([say('buy', '2'), say('buy', '2')]);
    await say('buy tailspin', '3');
    await say('help', '4', 'made-up');
    const { text } = await call('GET', '/metrics');
    await connector.close();
    for (const line of [
      'desk_turns_total{channel="emulator",outcome="answered"} 2',
      'desk_turns_total{channel="emulator",outcome="duplicate"} 1',
      'desk_turns_total{channel="emulator",outcome="refused"} 1',
      'desk_turns_total{channel="other",outcome="answered"} 1',
      'desk_turn_duration_seconds_count{channel="emulator"} 4',
      'desk_turn_wait_seconds_count 5',
      'desk_turns_under_way 0',
      'desk_turns_waiting 0',
      'desk_acts_total{act="buy",outcome="done"} 1',
      'desk_acts_total{act="buy",outcome="refused"} 1',
      'desk_directline_conversations 7',
      'desk_work_after_turns 0',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).toMatch(/desk_store_write_duration_seconds_count\{kind="customers"\} [1-9]/);
    expect(text).not.toMatch(/northbridge|fabrikam|tailspin|anna|made-up/i);
  });

  it('counts what the store refuses', async () => {
    const metrics = new Metrics();
    const book = new Book();
    book.how = 'not';
    const documents = new MeasuredDocuments(book, metrics);
    const readiness = new Readiness(documents, new MemoryMemories());
    readiness.started();
    expect(await readiness.reason()).toBe('store');
    expect(await metrics.registry.metrics()).toContain(
      'desk_store_errors_total{operation="write",code="StoreUnavailable"} 1',
    );
  });
});

describe('an answer with status 500', () => {
  it('has the reference that finds its one line in the log', async () => {
    const lines: Record<string, unknown>[] = [];
    const log = createLogger('trace', { write: (line: string) => void lines.push(JSON.parse(line)) });
    const failing = {
      run: async () => {
        throw new Error('in the turn');
      },
    };
    const onTurnError = async () => {
      throw new Error('in telling it');
    };
    const { call } = await start({ bot: failing, onTurnError, log });
    const { status, body } = await call('POST', '/api/messages', {
      type: 'message',
      channelId: 'emulator',
      serviceUrl: 'http://127.0.0.1:1',
      conversation: { id: 'c' },
      from: { id: 'u' },
    });
    expect([status, body]).toEqual([500, { error: 'Something went wrong.', reference: expect.any(String) }]);
    expect(lines.filter(({ reference }) => reference === body?.reference)).toHaveLength(1);
  });

  it('tells the user where what is remembered can not be saved, and its line and the turn’s are found by that', async () => {
    const lines: Record<string, unknown>[] = [];
    const log = createLogger('trace', { write: (line: string) => void lines.push(JSON.parse(line)) });
    const demo = await DemoDesk.open();
    const { memories } = demo;
    memories.write = async () => {
      throw new Error('the disk is full');
    };
    const connector = await startConnector();
    const bot = new PartnerBot({ desk: demo.desk, memories, localMode: true, log });
    const { call } = await start({ bot, onTurnError: turnErrors(log), log });
    const { status } = await call('POST', '/api/messages', {
      type: 'message',
      channelId: 'emulator',
      serviceUrl: connector.url,
      conversation: { id: 'c' },
      from: { id: 'u' },
      text: 'hulp',
      locale: 'nl-NL',
    });
    await connector.close();
    expect(status).toBe(200);
    const told = String(connector.received.at(-1)?.body.text);
    const reference = /[A-Z0-9]{8}/.exec(told)?.[0];
    const found = lines.filter((line) => line.reference === reference);
    expect(found.map(({ level, msg, outcome }) => [level, msg, outcome])).toEqual([
      [50, 'the state of a conversation could not be kept', undefined],
      [30, 'turn', 'failed'],
    ]);
  });
});
