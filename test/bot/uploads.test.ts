/** Files of purchases, from the chat page to the real server and the real bot, and back to that conversation only. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../bot/logger.js';
import { PartnerBot } from '../../bot/partner-bot.js';
import { DemoDesk } from '../support/demo-desk.js';
import { sheet } from '../support/sheets.js';
import { type RunningDesk, startConnector, startDesk } from './running-desk.js';

const LINE = 'fabrikam.example,,Standard_B1ms,eastus,1 year,2,monthly,shared,First Up Consultants';
const KB = 1024;

let demo: DemoDesk;
let desk: RunningDesk;
let bot: PartnerBot;
beforeAll(async () => {
  demo = await DemoDesk.open();
  bot = new PartnerBot({
    desk: demo.desk,
    memories: demo.memories,
    localMode: true,
    log: createLogger('silent'),
  });
  desk = await startDesk({ bot });
});
afterAll(() => desk.close());

interface Shown {
  readonly id: string;
  readonly text?: string;
  readonly summary?: string;
  readonly from: { readonly role?: string };
  readonly attachments?: readonly {
    readonly name?: string;
    readonly contentUrl?: string;
    readonly content?: Record<string, unknown>;
  }[];
}

/** A conversation as the page has one. */
async function converse() {
  const bearer = (token: unknown) => ({ Authorization: `Bearer ${String(token)}` });
  const granted = await desk.call('POST', '/webchat/token');
  const begun = await desk.call('POST', '/directline/conversations', {}, bearer(granted.body?.token));
  const path = `/directline/conversations/${String(begun.body?.conversationId)}`;
  const auth = bearer(begun.body?.token);
  const activities = async () => {
    const { body } = await desk.call('GET', `${path}/activities`, undefined, auth);
    return (body?.activities ?? []) as Shown[];
  };
  /** Polls until the bot has said something that fits; gives it. */
  const until = async (fitting: RegExp) => {
    for (let tries = 0; tries < 100; tries += 1) {
      const said = (await activities()).filter(({ from }) => from.role === 'bot');
      const found = said.findLast(({ text, summary }) => fitting.test(text ?? summary ?? ''));
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the bot never said ${fitting}`);
  };
  const send = (activity: unknown) => desk.call('POST', `${path}/activities`, activity, auth);
  /** As Direct Line JS does: the message and the files as parts. */
  const upload = async (
    files: readonly { name: string; bytes: string | Uint8Array }[],
    more: object = {},
  ) => {
    const form = new FormData();
    const activity = JSON.stringify({ type: 'message', from: { id: 'whoever' }, ...more });
    form.append('activity', new Blob([activity], { type: 'application/vnd.microsoft.activity' }));
    for (const { name, bytes } of files)
      form.append('file', new Blob([new Uint8Array(Buffer.from(bytes))]), name);
    const response = await fetch(`${desk.url}${path}/upload?userId=x`, {
      method: 'POST',
      body: form,
      headers: auth,
    });
    return { status: response.status, body: (await response.json()) as { id?: string } };
  };
  await until(/Reservation Desk/);
  return { path, auth, activities, until, send, upload };
}

describe('a file that is uploaded', () => {
  it('is checked, reviewed, and bought after the turn, with the progress in the place of its card', async () => {
    const talk = await converse();
    const { status, body } = await talk.upload([{ name: 'lines.csv', bytes: `\uFEFF${sheet(LINE, LINE)}` }], {
      channelData: { clientActivityID: 'mine' },
    });
    expect(status).toBe(200);
    const review = await talk.until(/^Review 2 lines/);
    const own = (await talk.activities()).find(({ id }) => id === body.id);
    expect(own).toMatchObject({ channelData: { clientActivityID: 'mine' } });
    expect(own?.attachments).toMatchObject([{ name: 'lines.csv', contentType: 'text/csv' }]);
    const [buy] = (review.attachments?.[0]?.content?.actions ?? []) as { data: Record<string, string> }[];
    await talk.send({ type: 'message', value: buy?.data, channelData: { postBack: true } });
    await talk.until(/^2 of 2 done/);
    await bot.idle();
    const shown = (await talk.activities()).filter(({ summary }) => /Buying|their turn/.test(summary ?? ''));
    expect(new Set(shown.map(({ id }) => id)).size).toBe(1);
    expect(shown.at(-1)?.summary).toMatch(/^All lines have had their turn/);
    const { orders } = await demo.customer('fabrikam');
    expect(orders.filter(({ cartId }) => cartId?.startsWith('bulk-'))).toHaveLength(2);
  });

  it('is served back under the link that only its conversation was told', async () => {
    const talk = await converse();
    await talk.upload([{ name: 'lines.csv', bytes: sheet(LINE) }]);
    const links = (await talk.activities()).flatMap(({ attachments = [] }) =>
      attachments.flatMap(({ contentUrl }) => (contentUrl ? [contentUrl] : [])),
    );
    const [link = ''] = links;
    expect(link).toMatch(/^\/directline\/conversations\/[\w-]+\/files\/[\w-]{43}$/);
    const answer = await desk.call('GET', link);
    expect([answer.status, answer.text]).toEqual([200, sheet(LINE)]);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const other = await converse();
    expect((await desk.call('GET', link.replace(talk.path, other.path))).status).toBe(404);
    expect((await desk.call('GET', `${talk.path}/files/${'a'.repeat(43)}`)).status).toBe(404);
    // Two are kept; then the oldest goes.
    await talk.upload([{ name: 'a.csv', bytes: 'a' }]);
    await talk.upload([{ name: 'b.csv', bytes: 'b' }]);
    expect((await desk.call('GET', link)).status).toBe(404);
  });

  it.each([
    ['another kind', [{ name: 'lines.xlsx', bytes: 'x' }], /Save the sheet as CSV/],
    [
      'two at once',
      [
        { name: 'a.csv', bytes: 'x' },
        { name: 'b.csv', bytes: 'x' },
      ],
      /One file at a time/,
    ],
    ['more than 256 KB', [{ name: 'a.csv', bytes: 'x'.repeat(256 * KB + 1) }], /too large: up to 256 KB/],
    ['no UTF-8', [{ name: 'a.csv', bytes: new Uint8Array([0x63, 0xe9, 0x2c]) }], /CSV UTF-8/],
    [
      '501 lines',
      [{ name: 'a.csv', bytes: sheet(...Array<string>(501).fill(LINE)) }],
      /too many lines\. Up to 500/,
    ],
    ['no such columns', [{ name: 'a.TXT', bytes: 'what,is,this' }], /first line has to name the columns/],
  ])('with %s is refused in words', async (_, files, said) => {
    const talk = await converse();
    expect((await talk.upload(files)).status).toBe(200);
    await talk.until(said);
    await talk.until(/^Buy in bulk/);
  });

  it('is not taken where it is larger than 1 MB, has no file, or is no upload at all', async () => {
    const talk = await converse();
    expect((await talk.upload([{ name: 'a.csv', bytes: 'x'.repeat(KB * KB) }])).status).toBe(413);
    expect((await talk.upload([])).status).toBe(400);
    const post = async (type: string, body: string) => {
      const headers = { ...talk.auth, 'Content-Type': type };
      return (await fetch(`${desk.url}${talk.path}/upload`, { method: 'POST', body, headers })).status;
    };
    expect(await post('application/json', '{}')).toBe(400);
    expect(await post('multipart/form-data', 'x')).toBe(400);
    expect(await post('multipart/form-data; boundary=y', 'x')).toBe(400);
  });

  it('is not taken with very many others, which nobody goes through', async () => {
    const talk = await converse();
    const files = (count: number) => Array.from({ length: count }, () => ({ name: 'a.csv', bytes: '' }));
    expect((await talk.upload(files(20))).status).toBe(200);
    await talk.until(/^One file at a time/);
    expect((await talk.upload(files(21))).status).toBe(400);
    expect((await talk.upload(files(2000))).status).toBe(400);
  });

  it('can not be put into a message by a client that does without the upload', async () => {
    const talk = await converse();
    const attachments = [
      { contentType: 'text/csv', name: 'a.csv', content: Buffer.from(sheet(LINE)).toString('base64') },
    ];
    await talk.send({ type: 'message', text: 'help', attachments });
    await talk.until(/^What you can type/);
    expect((await talk.activities()).some(({ summary }) => summary?.startsWith('Review'))).toBe(false);
  });
});

describe('over the Bot Framework', () => {
  it('what goes on after the turn is told to the same conversation, at its service URL', async () => {
    const connector = await startConnector();
    const activity = (id: string, more: object) => ({
      type: 'message',
      id,
      channelId: 'msteams',
      serviceUrl: connector.url,
      conversation: { id: 'teams-1', conversationType: 'personal' },
      from: { id: 'u1' },
      recipient: { id: 'bot' },
      ...more,
    });
    await desk.call('POST', '/api/messages', activity('a1', { text: sheet(LINE) }));
    await desk.call('POST', '/api/messages', activity('a2', { text: 'buy' }));
    await bot.idle();
    const told = connector.received.at(-1);
    expect(told).toMatchObject({ method: 'POST', body: { text: '1 of 1 done: 1 ordered, 0 not bought.' } });
    expect(told?.path).toContain('/v3/conversations/teams-1/activities');
    expect(connector.received.filter(({ method }) => method === 'PUT').length).toBeGreaterThan(0);
    await connector.close();
  });
});
