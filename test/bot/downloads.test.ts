/** Links to files, and what they give: once, within ten minutes, with the rights that the user has then. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DownloadLinks } from '../../bot/downloads.js';
import type { FileWish } from '../../dialogs/downloads.js';
import { recordsOf } from '../support/csv.js';
import { DemoDesk } from '../support/demo-desk.js';
import { SHEET_WORDS, sheet } from '../support/sheets.js';
import { type RunningDesk, startDesk, statusUnderHost } from './running-desk.js';

const MINUTE = 60_000;
const wish: FileWish = {
  actor: { partnerId: 'northbridge', userId: 'anna-admin' },
  job: 'orders',
  filter: {},
  locale: 'en-US',
};
const idIn = (link: string) => link.split('/').at(-1) ?? '';

describe('A link', () => {
  it('begins with the address of the desk and has an id of 32 random bytes', () => {
    const links = new DownloadLinks('https://desk.example');
    const made = Array.from({ length: 100 }, () => links.linkTo(wish));
    expect(new Set(made).size).toBe(100);
    for (const link of made) expect(link).toMatch(/^https:\/\/desk\.example\/download\/[A-Za-z0-9_-]{43}$/);
  });

  it('is good for one use', () => {
    const links = new DownloadLinks('');
    const id = idIn(links.linkTo(wish));
    expect(links.take(id)).toEqual(wish);
    expect(links.take(id)).toBeUndefined();
    expect(links.take('unknown')).toBeUndefined();
  });

  it.each([
    [10 * MINUTE, wish],
    [10 * MINUTE + 1, undefined],
  ])('after %d ms gives %j', (later, given) => {
    let now = 1_000_000;
    const links = new DownloadLinks('', () => now);
    const id = idIn(links.linkTo(wish));
    now += later;
    expect(links.take(id)).toEqual(given);
  });

  it('is one of a thousand at most: the oldest goes', () => {
    const links = new DownloadLinks('');
    const ofUser = (user: number) => ({ ...wish, actor: { ...wish.actor, userId: `user-${user}` } });
    const [first = '', second = ''] = Array.from({ length: 1001 }, (_, i) =>
      idIn(links.linkTo(ofUser(i % 50))),
    );
    expect(links.take(first)).toBeUndefined();
    expect(links.take(second)).toEqual(ofUser(1));
  });

  it('is one of fifty of a user: then the own oldest goes, and nobody else loses one', () => {
    const links = new DownloadLinks('');
    const other = { ...wish, actor: { ...wish.actor, userId: 'sanjay-sales' } };
    const theirs = idIn(links.linkTo(other));
    const [first = '', second = ''] = Array.from({ length: 51 }, () => idIn(links.linkTo(wish)));
    expect(links.take(theirs)).toEqual(other);
    expect(links.take(first)).toBeUndefined();
    expect(links.take(second)).toEqual(wish);
  });
});

describe('GET /download/<id>', () => {
  let now = Date.parse('2026-11-21T09:00:00Z');
  const links = new DownloadLinks('', () => now);
  let demo: DemoDesk;
  let desk: RunningDesk;
  beforeAll(async () => {
    // What the route asks of the desk goes to the demo of the test that runs.
    const forwarded = new Proxy({} as DemoDesk['desk'], {
      get: (_, name) => Reflect.get(demo.desk, name),
    });
    desk = await startDesk({ downloads: { links, desk: forwarded, clock: { now: () => new Date(now) } } });
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    demo = await DemoDesk.open();
  });
  const get = (link: string) => desk.call('GET', link);
  const fetchBytes = async (link: string) => {
    const response = await fetch(desk.url + link);
    return { headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
  };

  it('gives the file as CSV, as an attachment that nothing keeps', async () => {
    const { status, headers, text } = await get(links.linkTo(wish));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="orders-2026-11-21.csv"');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(text).toContain('Order number');
  });

  it('gives a copy for the customer as a PDF', async () => {
    const { id, orders } = await demo.customer('fabrikam');
    const { actor, locale } = wish;
    const what = `order/${orders[0]?.number}`;
    const { headers, bytes } = await fetchBytes(
      links.linkTo({ actor, locale, job: 'copy', customerId: id, what }),
    );
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(headers.get('content-disposition')).toBe('attachment; filename="copy-2026-11-21.pdf"');
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('gives all pages of the filter, with a byte order mark', async () => {
    const { bytes } = await fetchBytes(links.linkTo({ ...wish, job: 'activity' }));
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const { rows } = await demo.desk.exportActivity(wish.actor, {});
    expect(rows.length).toBeGreaterThan(8);
    expect(recordsOf(bytes.toString('utf8'))).toHaveLength(rows.length + 1);
  });

  it('gives what expires between the days of the list', async () => {
    const days = { from: '2026-12-01', to: '2026-12-31' };
    const link = links.linkTo({ ...wish, job: 'expiring', filter: days, locale: 'nl-NL' });
    const { headers, bytes } = await fetchBytes(link);
    expect(headers.get('content-disposition')).toBe('attachment; filename="expiring-2026-11-21.csv"');
    const [head, ...rows] = recordsOf(bytes.toString('utf8'), ';');
    expect(head?.slice(0, 4)).toEqual(['Verloopt (UTC)', 'Resterende dagen', 'Verlenging', 'Klant']);
    expect(rows.map((row) => row.slice(0, 4))).toEqual([['2026-12-11', '20', 'geen', 'Fabrikam, Inc.']]);
  });

  it('makes the file when it is fetched', async () => {
    const link = links.linkTo({ ...wish, filter: { kind: 'virtualMachines', user: 'sanjay-sales' } });
    await demo.change('contoso', (draft) => {
      draft.orders = [];
    });
    const { text } = await get(link);
    expect(text).not.toContain('Contoso');
    expect(text).not.toContain('Anna Lindqvist');
  });

  it('gives it once, also to two who come at the same time', async () => {
    const link = links.linkTo(wish);
    const answers = await Promise.all([get(link), get(link)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect((await get(link)).body).toEqual({ error: expect.stringContaining('has been used or is too old') });
  });

  it('gives nothing for a link that is unknown or too old', async () => {
    const old = links.linkTo(wish);
    now += 10 * MINUTE + 1;
    for (const link of [old, '/download/unknown', `/download/${'a'.repeat(90)}`])
      expect((await get(link)).status).toBe(404);
    expect((await get('/download/')).status).toBe(404);
    expect((await desk.call('POST', links.linkTo(wish))).status).toBe(405);
  });

  it('refuses a user whose rights were withdrawn meanwhile, and the link is used up', async () => {
    for (const withdraw of [() => demo.giveRoles('anna-admin', []), () => demo.removeUser('anna-admin')]) {
      const link = links.linkTo(wish);
      await withdraw();
      const answer = await get(link);
      expect(answer.status).toBe(403);
      expect(answer.body).toEqual({ error: 'You may no longer see this.' });
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect((await get(link)).status).toBe(404);
    }
  });

  it('says that the file can not be made where the customer is gone or its file is damaged', async () => {
    const { id } = await demo.customer('fabrikam');
    await demo.damage('fabrikam');
    for (const customerId of [id, 'nobody'])
      expect((await get(links.linkTo({ ...wish, filter: { customerId } }))).status).toBe(409);
    expect((await get(links.linkTo(wish))).text).toContain('not included');
  });

  it('gives the outcome of a bulk purchase, to who sent it in, and the template to fill in', async () => {
    const { actor, locale } = wish;
    const line = 'fabrikam.example,,Standard_B1ms,eastus,1 year,2,monthly,shared,4517203';
    const { bulk } = await demo.desk.checkBulk(actor, sheet(line, line), SHEET_WORDS, 'en');
    await demo.desk.beginBulk(actor, bulk.id);
    await demo.desk.buyNextLine(actor, bulk.id);
    const { text } = await get(links.linkTo({ actor, locale, job: 'bulk', bulkId: bulk.id }));
    expect(text).toMatch(/\r\n2,Ordered,RD-\d+,,107\.00,214\.00,USD,fabrikam\.example,/);
    expect(text).toMatch(/\r\n3,Waiting,,,107\.00,214\.00,USD,fabrikam\.example,/);
    const somebody = { ...actor, userId: 'giulia-global' };
    const other = await get(links.linkTo({ actor: somebody, locale, job: 'bulk', bulkId: bulk.id }));
    expect(other.status).toBe(409);
    const template = await get(links.linkTo({ actor, locale, job: 'bulk-template' }));
    const { good } = await demo.desk.checkBulk(actor, template.text, SHEET_WORDS, 'en');
    expect(good).toHaveLength(1);
  });

  it('is answered to this machine only in local mode', async () => {
    const path = links.linkTo(wish);
    expect(await statusUnderHost(desk.port, 'desk.example', path)).toBe(403);
    const answer = await desk.call('GET', path, undefined, { Origin: 'https://evil.example' });
    expect(answer.status).toBe(403);
    expect((await get(path)).status).toBe(200);
  });

  it('is not there where users can not reach the desk by a browser', async () => {
    const without = await startDesk();
    expect((await without.call('GET', links.linkTo(wish))).status).toBe(404);
    await without.close();
  });
});
