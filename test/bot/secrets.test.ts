/**
 * What must not stand in the log: everything that anybody sends or the book holds is marked here, every way in is
 * taken, at the most talkative level, and then the whole log is looked through.
 */
import { format } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { describeError } from '../../bot/described-error.js';
import { DownloadLinks } from '../../bot/downloads.js';
import { turnErrors } from '../../bot/failed-turn.js';
import { createLogger } from '../../bot/logger.js';
import { PartnerBot } from '../../bot/partner-bot.js';
import { Refusal } from '../../domain/refusals.js';
import { CUSTOMERS } from '../../domain/store/kinds.js';
import { DemoDesk } from '../support/demo-desk.js';
import { HEADING } from '../support/sheets.js';
import { type RunningDesk, startConnector, startDesk } from './running-desk.js';

const MARK = /marked/i;

let demo: DemoDesk;
let desk: RunningDesk;
let connector: Awaited<ReturnType<typeof startConnector>>;
let bot: PartnerBot;
let links: DownloadLinks;
let log = '';
let sent = 0;

beforeAll(async () => {
  // Libraries of ours may write past the log.
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    jest.spyOn(console, method).mockImplementation((...said) => {
      log += format(...said);
    });
  demo = await DemoDesk.open();
  await demo.rename('anna-admin', 'Marked Anna');
  await demo.change('fabrikam', (customer) => {
    customer.name = 'Marked Customer';
  });
  await demo.documents.update(CUSTOMERS, 'northbridge', (list) => ({
    next: {
      customers: (list?.customers ?? []).map((one) =>
        one.domain === 'fabrikam.example' ? { ...one, name: 'Marked Customer' } : one,
      ),
    },
    result: undefined,
  }));
  const logger = createLogger('trace', {
    write: (line: string) => {
      log += line;
    },
  });
  links = new DownloadLinks('http://localhost');
  bot = new PartnerBot({
    desk: demo.desk,
    memories: demo.memories,
    localMode: true,
    log: logger,
    downloads: links,
    fetchFile: async (url) => {
      throw new Error(`marked: ${url}`);
    },
  });
  connector = await startConnector();
  const downloads = { links, desk: demo.desk, clock: { now: () => new Date() } };
  desk = await startDesk({ log: logger, bot, downloads, onTurnError: turnErrors(logger) });
});
afterAll(async () => {
  jest.restoreAllMocks();
  await desk.close();
  await connector.close();
});

const SECRET_HEADERS = { Authorization: 'Bearer marked-token', Cookie: 'session=marked', 'X-Who': 'marked' };

const activity = (more: Record<string, unknown> = {}) => ({
  type: 'message',
  id: `marked-${++sent}`,
  channelId: 'msteams',
  serviceUrl: connector.url,
  conversation: { id: 'marked-conversation', name: 'Marked talk' },
  from: { id: 'marked-user', name: 'Marked Person', aadObjectId: 'marked-object' },
  recipient: { id: 'bot', name: 'Marked bot' },
  channelData: { tenant: { id: 'marked-tenant' }, secret: 'marked' },
  locale: 'en-US',
  text: 'refund Marked Customer',
  ...more,
});
const post = (body: unknown) => desk.call('POST', '/api/messages?key=marked', body, SECRET_HEADERS);

/** What is logged by these steps: something, and nothing that was marked. */
async function quiet(steps: () => Promise<unknown>): Promise<string> {
  log = '';
  await steps();
  await bot.idle();
  expect(log).not.toMatch(MARK);
  return log;
}

/** Errors that carry what somebody sent, as they come from our code, libraries and Node. */
const wrong: Record<string, () => unknown> = {
  'an error with a text': () => new Error('marked'),
  'a message that looks like a stack': () =>
    new Error('no\n    at marked (file:///marked.js:1:1)\n    at marked (/marked.js:1:2)'),
  'a message that was set later': () => Object.assign(new Error('first'), { message: 'marked' }),
  'a stack that was set later': () =>
    Object.assign(new Error('first'), { stack: 'Error: marked\n    at "marked" (/marked.js:1:1)\n marked' }),
  'a parser that quotes': () => caught(() => JSON.parse('marked')),
  'a number that is none': () => caught(() => BigInt('marked')),
  'a currency that is none': () =>
    caught(() => new Intl.NumberFormat('en', { style: 'currency', currency: 'marked' })),
  'an address that is none': () => caught(() => new URL('marked')),
  'a schema': () =>
    caught(() => z.strictObject({ a: z.literal('b') }).parse({ a: 'marked', marked: 'marked' })),
  'a map of a schema': () => caught(() => z.record(z.string(), z.number()).parse({ marked: 'marked' })),
  'a cause': () => new Error('x', { cause: new Error('marked', { cause: 'marked' }) }),
  'a refusal with facts': () => new Refusal({ code: 'CountryNotRecognized', text: 'marked' }),
  'an HTTP client': () =>
    Object.assign(new Error('marked'), {
      name: 'Marked Error',
      code: 'marked code',
      statusCode: 'marked',
      request: { body: 'marked', headers: { authorization: 'marked' } },
      response: { body: 'marked' },
    }),
  'a text': () => 'marked',
  'an object': () => ({ marked: 'marked' }),
};

function caught(step: () => unknown): unknown {
  try {
    return step();
  } catch (error) {
    return error;
  }
}

describe('what stands in the log', () => {
  it('is of a conversation nothing that was said, filled in or shown', async () => {
    const lines = await quiet(async () => {
      await post(activity());
      await post(activity({ text: '', value: { cardId: 'marked', do: 'marked', marked: 'marked', a: '1' } }));
      await post(activity({ text: 'marked nonsense', name: 'marked', entities: [{ type: 'marked' }] }));
      await post(activity({ text: 'buy Marked Customer' }));
      await post(activity({ text: 'country Marked Customer' }));
      await post(activity({ channelId: 'marked-channel' }));
      await post(activity({ type: 'event', name: 'marked' }));
      await post(activity({ type: 'marked' }));
      await post(
        activity({
          attachments: [
            {
              contentType: 'application/vnd.microsoft.teams.file.download.info',
              name: 'marked.csv',
              content: { downloadUrl: 'https://marked.sharepoint.com/marked' },
            },
          ],
        }),
      );
      await post(
        activity({ text: `${HEADING}\nMarked,marked,marked,marked,marked,marked,marked,marked,marked` }),
      );
    });
    expect(lines.match(/"msg":"turn"/g)?.length).toBe(9);
  });

  it('is of requests that are refused nothing that they hold', async () => {
    await quiet(async () => {
      await post('{"marked": marked');
      await post({ type: 'message', marked: 'marked', from: { id: 1 } });
      await post(activity({ text: 'marked'.repeat(100_000) }));
      await post(activity({ serviceUrl: 'https://marked.example' }));
      for (const path of ['/marked', '/download/marked', '/metrics', '/readyz', '/api/messages'])
        await desk.call('GET', path, undefined, SECRET_HEADERS);
    });
  });

  it('is of files that are fetched neither name nor link', async () => {
    const actor = { partnerId: 'northbridge', userId: 'anna-admin' };
    const linkTo = (userId: string) =>
      links.linkTo({ job: 'orders', actor: { ...actor, userId }, locale: 'en-US', filter: {} as never });
    const lines = await quiet(async () => {
      for (const userId of ['anna-admin', 'marked-user'])
        await desk.call('GET', new URL(linkTo(userId)).pathname, undefined, SECRET_HEADERS);
    });
    expect(lines).toMatch(/a file was downloaded/);
    expect(lines).toMatch(/a download was refused/);
    expect(lines).not.toContain('anna-admin');
  });

  it('is of the chat page nothing that was said or sent', async () => {
    await quiet(async () => {
      const { body: issued } = await desk.call('POST', '/webchat/token');
      const begun = await desk.call('POST', '/directline/conversations', {}, bearer(issued?.token));
      const { conversationId, token } = begun.body ?? {};
      const at = `/directline/conversations/${conversationId}`;
      const message = { type: 'message', text: 'refund marked', channelData: { clientActivityID: 'marked' } };
      await desk.call('POST', `${at}/activities`, message, bearer(token));
      const form = new FormData();
      form.set('activity', new Blob([JSON.stringify({ type: 'message', text: 'marked' })]));
      form.set('file', new Blob([`${HEADING}\nmarked,,,,,,,,`]), 'marked.csv');
      const headers = bearer(token);
      expect((await fetch(`${desk.url}${at}/upload`, { method: 'POST', headers, body: form })).status).toBe(
        200,
      );
      await desk.call('GET', `${at}/activities`, undefined, bearer('marked'));
      expect(log).not.toContain(String(token));
    });
  });

  it('is of a channel that does not take a reply, not what it says back', async () => {
    const lines = await quiet(() => post(activity({ conversation: { id: 'talkative' }, text: 'refund' })));
    expect(lines).toMatch(/a turn failed/);
  });

  it.each(Object.keys(wrong))('is of %s its kind and place at most', async (what) => {
    const { findCustomers } = demo.desk;
    Object.assign(demo.desk, {
      findCustomers: async () => {
        throw wrong[what]?.();
      },
    });
    const lines = await quiet(() => post(activity({ text: 'refund' })));
    expect(lines).toMatch(/"outcome":"(failed|refused)"/);
    expect(JSON.stringify(describeError(wrong[what]?.()))).not.toMatch(MARK);
    Object.assign(demo.desk, { findCustomers });
  });

  it('says of an error where it came from, and what the language itself says of it', () => {
    const nothing: { name: string } | undefined = JSON.parse('{}').nothing;
    const error = caught(() => (nothing as unknown as { name: string }).name);
    expect(describeError(error)).toMatchObject({
      type: 'TypeError',
      message: "Cannot read properties of undefined (reading 'name')",
      stack: expect.stringContaining('secrets.test.ts'),
    });
    const full = Object.assign(new Error('ENOSPC: no space left, /data/marked.json'), {
      code: 'ENOSPC',
      syscall: 'write',
    });
    const refusal = Object.assign(new Refusal({ code: 'StoreUnavailable' }), { cause: full });
    expect(describeError(refusal)).toMatchObject({
      message: 'StoreUnavailable',
      cause: { code: 'ENOSPC', syscall: 'write' },
    });
  });
});

function bearer(token: unknown): Record<string, string> {
  return { Authorization: `Bearer ${String(token)}` };
}
