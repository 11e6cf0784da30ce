/**
 * Two partners in one book: whatever one of them calls by the names of the other comes to what it would if there were
 * nothing of that name, word for word, and changes nothing there. The list of use cases is that of the desk itself.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Names, nobodys, SECRET, twoPartners, withoutNames } from '../support/two-partners.js';
import { outcome, WALKS, type Walk } from '../support/walks.js';

/** Ways to write an id of somebody else. */
const WRITTEN: readonly (readonly [string, (id: string, partnerId: string) => string])[] = [
  ['as it is', (id) => id],
  ['in capitals', (id) => id.toUpperCase()],
  ['with the partner before it', (id, partner) => `${partner}/${id}`],
  ['as a path', (id, partner) => `../${partner}/${id}`],
  ['as a path from our own', (id, partner) => `customer-1/../../${partner}/${id}`],
  ['as an encoded path', (id, partner) => `%2e%2e%2f${partner}%2f${id}`],
  ['as a Windows path', (id, partner) => `..\\${partner}\\${id}`],
  ['with a byte of nothing', (id) => `${id}\0`],
  ['with blanks', (id) => ` ${id} `],
];

function written(names: Names, way: (id: string, partnerId: string) => string): Names {
  const all = Object.entries(names).map(([key, name]) => [key, way(name, names.partnerId)]);
  return Object.fromEntries(all) as unknown as Names;
}

/** For whoever has the data folder, who says on whose behalf: the chat has no way to them. */
const OF_TOOLS: readonly string[] = ['importFiles', 'exportBook'];

describe('every use case', () => {
  it('is walked', async () => {
    const { desk } = await twoPartners();
    expect(Object.keys(WALKS).sort()).toEqual(Object.keys(desk).sort());
  });

  const walks = Object.entries(WALKS).flatMap(([name, walk]) =>
    OF_TOOLS.includes(name) ? [] : (['theirs', 'ours'] as const).map((whose) => [name, whose, walk] as const),
  );
  it.each(walks)(
    '%s, about a customer of %s, finds nothing of another partner',
    async (_name, whose, walk) => {
      const found = await walked(walk, whose, (theirs) => theirs);
      expect(found).toEqual(await walked(walk, whose, nobodys));
      expect(JSON.stringify(found)).not.toMatch(SECRET);
    },
  );
});

/** What comes of a walk, in every way to write the ids: of the other partner, or nobody's. */
async function walked(
  walk: Walk,
  whose: 'theirs' | 'ours',
  named: (theirs: Names) => Names,
): Promise<(readonly [string, string])[]> {
  const { desk, actor, theirs, rivalBook } = await twoPartners();
  const before = await rivalBook();
  const came: (readonly [string, string])[] = [];
  for (const [way, write] of WRITTEN) {
    const by = written(named(theirs), write);
    const customerId = whose === 'theirs' ? by.customerId : 'customer-1';
    came.push([way, withoutNames(await outcome(walk(desk, actor, customerId, by)))]);
  }
  expect(await rivalBook()).toBe(before);
  return came;
}

/** Asked without a name, by a user of ours alone, or by tools. */
const NAMELESS: readonly string[] = [
  ...OF_TOOLS,
  'userWithRole',
  'userByObjectId',
  'prepareSearch',
  'prepareOverview',
  'preferences',
  'setLanguage',
  'renewDue',
  'colleagues',
  'handoverNews',
  'settings',
  'findColleagues',
  'changeColleague',
  'accessStanding',
  'requestAccess',
  'accessRequests',
  'accessRequestCount',
  'rates',
  'setRate',
  'policy',
  'setPolicy',
  'latestBulk',
  'productWords',
  'productsNamed',
  'dayToday',
  'attentionAtOnce',
  'planNotices',
  'noticesWaiting',
  'claimNotices',
  'settleNotices',
  'noticeSettings',
  'setNotices',
  'noteTimeZone',
];

describe('a use case that is given names', () => {
  const named = Object.entries(WALKS).filter(([name]) => !NAMELESS.includes(name));
  it.each(named)('%s finds them for the partner whose they are', async (_name, walk) => {
    const { desk, theirs: named } = await twoPartners();
    const theirs = { ...named, attemptId: `${named.attemptId}-of-their-own` };
    const ada = { partnerId: theirs.partnerId, userId: theirs.userId };
    const found = await outcome(walk(desk, ada, theirs.customerId, theirs));
    const { desk: again } = await twoPartners();
    const none = nobodys(theirs);
    const missed = await outcome(walk(again, ada, none.customerId, none));
    expect(withoutNames(found)).not.toBe(withoutNames(missed));
  });
});

describe('who claims to be of the other partner', () => {
  it('is nobody there with an id of ours, and nobody here with one of theirs', async () => {
    const { desk, actor, theirs } = await twoPartners();
    const crossed = [
      { partnerId: theirs.partnerId, userId: actor.userId },
      { partnerId: actor.partnerId, userId: theirs.userId },
    ];
    for (const one of crossed) {
      expect(await outcome(desk.whoIs(one))).toEqual({ refusal: { code: 'UnknownUser' } });
      expect(await outcome(desk.customer(one, theirs.customerId))).toEqual({
        refusal: { code: 'UnknownUser' },
      });
    }
  });
});

describe('the files of an export', () => {
  it('hold the book of one partner', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'desk-export-'));
    const { desk, actor } = await twoPartners();
    const files = await desk.exportBook({ folder, userId: actor.userId });
    expect((await readdir(folder)).sort()).toEqual([...files].sort());
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    expect(texts.join()).toContain('Customer One');
    expect(texts.join()).not.toMatch(SECRET);
    expect(texts.join()).not.toMatch(/zebra/i);
    await rm(folder, { recursive: true });
  });
});
