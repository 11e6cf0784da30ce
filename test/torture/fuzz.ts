/**
 * Anything at all, sent to the routes of the real server with the real bot behind it: no answer is 5xx, nothing
 * fails unexpectedly inside, the book stays as it is, memory does not grow, and afterwards the desk works.
 */
import fc from 'fast-check';
import { Gate } from '../../bot/gate.js';
import { createLogger } from '../../bot/logger.js';
import { Pace } from '../../bot/pace.js';
import { PartnerBot } from '../../bot/partner-bot.js';
import { TurnLog } from '../../bot/turn-log.js';
import { TypeAhead } from '../../bot/type-ahead.js';
import { type Answer, startConnector, startDesk } from '../bot/running-desk.js';
import { DemoDesk } from '../support/demo-desk.js';
import { type Json, mutated, type Sending, sending } from './hostile-activities.js';
import type { Options, Outcome, Part } from './parts.js';

/** Sent in one go, to the same desk; a fault is shrunk to the fewest of them. */
const AT_ONCE = 20;
/** More than this after half of it all is growth: caches that fill up come to less. */
const GROWTH_BYTES = 12 * 1024 * 1024;

const HOUR = 60 * 60 * 1000;

export interface FuzzOptions extends Options {
  /** Where it takes longer, such as for shrinking a fault, it ends with what was found by then. */
  readonly limitMs?: number;
}

export const fuzzPart: Part = {
  name: 'fuzz',
  what: 'hostile activities over HTTP: no 5xx, no unexpected error, the book unchanged, memory flat',
  run: async ({ count = 10_000, ...options }) => fuzz({ ...options, count }),
};

/** Sends so many; `gc` only where node was started with --expose-gc, and memory is looked at only then. */
export async function fuzz({ count = 300, seed, say, limitMs = HOUR }: FuzzOptions): Promise<Outcome> {
  const target = await openTarget();
  const loose: string[] = [];
  const onLoose = (error: unknown) => loose.push(`not caught: ${String(error)}`);
  process.on('unhandledRejection', onLoose);
  process.on('uncaughtException', onLoose);
  try {
    const heaps: number[] = [];
    const runs = Math.ceil(count / AT_ONCE);
    let run = 0;
    let failed = false;
    const property = fc.asyncProperty(
      fc.array(sending, { minLength: AT_ONCE, maxLength: AT_ONCE, size: 'max' }),
      async (all) => {
        await target.take(all).catch((fault) => {
          // Said at once: to find the fewest that bring it about takes a while.
          if (!failed) say(`seed ${seed}: ${String(fault).slice(0, 500)}`);
          failed = true;
          throw fault;
        });
        run += 1;
        if (run % 50 === 0) say(`${run * AT_ONCE} sent, ${tally(target.statuses)}`);
        if (run === Math.ceil(runs / 2) || run === runs) heaps.push(await target.heap());
      },
    );
    const result = await fc.check(property, {
      seed,
      numRuns: runs,
      interruptAfterTimeLimit: limitMs,
      markInterruptAsFailure: false,
    });
    const faults = [...loose];
    if (result.failed) faults.push((await fc.asyncDefaultReportMessage(result)) ?? 'failed');
    const [half, end] = heaps;
    const grown = half === undefined || end === undefined ? 0 : end - half;
    if (!result.failed && globalThis.gc && grown > GROWTH_BYTES)
      faults.push(`memory grew by ${grown} bytes in the second half`);
    const still = await target.stillWorks();
    if (!still) faults.push('the desk no longer answers a plain message');
    const megabytes = (grown / 1024 / 1024).toFixed(1);
    return {
      done: `${run * AT_ONCE} activities (${tally(target.statuses)}), heap ${megabytes} MB in the second half`,
      faults,
    };
  } finally {
    process.off('unhandledRejection', onLoose);
    process.off('uncaughtException', onLoose);
    await target.close();
  }
}

async function openTarget() {
  const demo = await DemoDesk.open();
  let logged = '';
  const log = createLogger('error', {
    write: (line) => {
      logged += line;
    },
  });
  const turns = new TurnLog(log);
  const partnerBot = new PartnerBot({
    turns,
    desk: demo.desk,
    memories: demo.memories,
    localMode: true,
    log,
    fetchFile: async () => {
      throw new Error('nothing is fetched here');
    },
  });
  const typeAhead = new TypeAhead({ bot: partnerBot, desk: demo.desk, turns, log });
  // The gate is there as in the product, but its limits are met by another test.
  const bot = new Gate({ bot: typeAhead, log, limits: { perMinute: 1_000_000 } });
  const connector = await startConnector();
  const pace = new Pace([], []);
  const desk = await startDesk({ bot, pace, pollMs: 0, limits: { startsPerMinute: 1_000_000 } });
  let before = await settled(demo);
  const statuses = new Map<number, number>();
  const page = await pageOf(desk);

  const frame = ({ activity, conversation, user, channel, id }: Sending) => ({
    id: `a${id}`,
    channelId: channel,
    serviceUrl: connector.url,
    conversation: { id: `c${conversation}`, conversationType: 'personal', isGroup: false },
    from: { id: `u${user}`, name: 'Anna' },
    recipient: { id: 'bot', name: 'Bot' },
    locale: 'en-US',
    timestamp: '2026-11-21T09:00:00Z',
    ...activity,
    ...('value' in activity
      ? { value: { ...cardIds(connector.received.at(-1)?.body), ...asRecord(activity.value) } }
      : {}),
  });

  const answerTo = async (one: Sending): Promise<Answer> => {
    const whole = JSON.stringify(mutated(frame(one), one.mutations));
    switch (one.way) {
      case 'channel':
        return await desk.call('POST', '/api/messages', whole);
      case 'page':
        return await desk.call('POST', `${page.path}/activities`, whole, page.headers);
      case 'upload':
        return await desk.call('POST', `${page.path}/upload`, whole, {
          ...page.headers,
          'Content-Type': 'multipart/form-data; boundary=x',
        });
      case 'poll':
        return await desk.call(
          'GET',
          `${one.cut % 2 === 0 ? page.path : `/directline/conversations/${encodeURIComponent(one.text)}`}/activities?watermark=${encodeURIComponent(one.text)}`,
          undefined,
          page.headers,
        );
      default:
        return await desk.call(
          'POST',
          one.id % 2 === 0 ? '/api/messages' : '/directline/conversations',
          whole.slice(0, one.cut) + one.text,
          {
            'Content-Type': one.header,
          },
        );
    }
  };

  return {
    statuses,
    /** @throws where the answer is one that no request may get. */
    async send(one: Sending): Promise<void> {
      const { status, text } = await answerTo(one);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status >= 500) throw new Error(`answered ${status}: ${text.slice(0, 200)}`);
    },
    /** Sends them all and looks at what came of it. @throws as `send` and `check`. */
    async take(all: readonly Sending[]): Promise<void> {
      for (const one of all) await this.send(one);
      await this.check();
    },
    /** @throws where something failed inside, or the book has changed. */
    async check(): Promise<void> {
      await partnerBot.idle();
      const failed = logged;
      logged = '';
      connector.received.splice(0, connector.received.length - 1);
      if (failed !== '') throw new Error(`logged: ${failed.slice(0, 2000)}`);
      const changed = Object.keys(Object.prototype);
      if (changed.length > 0) throw new Error(`a prototype was changed: ${changed}`);
      const now = await settled(demo);
      const was = before;
      // What comes next is judged by itself, so that a fault can be shrunk.
      before = now;
      const differing = [...now].filter(([path, text]) => was.get(path) !== text);
      if (differing.length > 0 || now.size !== was.size)
        throw new Error(
          `the book has changed: ${differing.map(([path, text]) => `${path} ${whereDiffers(was.get(path) ?? '', text)}`)}`,
        );
    },
    /** Bytes in use after collecting what is not, without what conversations keep on disk. */
    async heap(): Promise<number> {
      demo.memories.texts.clear();
      globalThis.gc?.();
      return process.memoryUsage().heapUsed;
    },
    async stillWorks(): Promise<boolean> {
      const plain = { ...frame(PLAIN), id: 'afterwards' };
      const { status } = await desk.call('POST', '/api/messages', plain);
      return status === 200 && /Hello|Hallo|Hej/.test(String(connector.received.at(-1)?.body.summary));
    },
    async close() {
      await desk.close();
      await connector.close();
    },
  };
}

const PLAIN: Sending = {
  way: 'channel',
  activity: { type: 'message', text: 'hello' },
  mutations: [],
  conversation: 999,
  user: 999,
  channel: 'emulator',
  id: 0,
  cut: 0,
  header: '',
  text: '',
};

/** A conversation of the chat page, as the page has one. */
async function pageOf(desk: Awaited<ReturnType<typeof startDesk>>) {
  const { body } = await desk.call('POST', '/webchat/token');
  const started = await desk.call(
    'POST',
    '/directline/conversations',
    {},
    { Authorization: `Bearer ${body?.token}` },
  );
  return {
    path: `/directline/conversations/${started.body?.conversationId}`,
    headers: { Authorization: `Bearer ${started.body?.token}` },
  };
}

/** The kind and the id of the card in a message, as its buttons carry them. */
function cardIds(message: Readonly<Record<string, unknown>> | undefined): Record<string, Json> {
  const [, data] = /"data":(\{[^{}]*"cardId":"[^"]*"[^{}]*\})/.exec(JSON.stringify(message ?? {})) ?? [];
  const { kind = '', cardId = '' } = data === undefined ? {} : (JSON.parse(data) as Record<string, string>);
  return { kind, cardId };
}

function asRecord(value: Json | undefined): Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...(value as object) } : {};
}

/** All of the book but what a mere conversation may leave behind: carts, quotes, records of what was refused. */
async function settled(demo: DemoDesk): Promise<ReadonlyMap<string, string>> {
  const book = [...demo.documents.book()].filter(
    ([path]) => !/^(recent|inboxes|summaries|bulks)\//.test(path),
  );
  return new Map(
    book.map(([path, text]) => {
      const {
        carts: _c,
        quotes: _q,
        attempts: _a,
        activity,
        ...rest
      } = JSON.parse(text) as Record<string, unknown>;
      const done = Array.isArray(activity) ? activity.filter(({ outcome }) => outcome === 'done') : [];
      return [path, JSON.stringify({ ...rest, done })];
    }),
  );
}

/** The text around the first difference. */
function whereDiffers(was: string, is: string): string {
  const at = [...is].findIndex((letter, i) => letter !== was[i]);
  return is.slice(Math.max(0, at - 60), at + 200);
}

function tally(statuses: ReadonlyMap<number, number>): string {
  return [...statuses]
    .sort()
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ');
}
