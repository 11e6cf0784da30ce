/**
 * A second partner in the book: whatever is typed or submitted about its customer is answered, word for word, as if
 * there were none of that name. Walks every job of the desk, in each language, and lines that say it all at once.
 */
import { expect, it } from '@jest/globals';
import { JOBS } from '../../cards/views/jobs.js';
import { wordsFor } from '../../cards/words.js';
import {
  CUSTOMER,
  CUSTOMERS,
  customerKey,
  POLICY,
  PRICES,
  PROFILE,
  RATES,
  USERS,
} from '../../domain/store/kinds.js';
import { Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

/** Ways to name the customer of the other partner; nobody's name is as long, and as far from all names of ours. */
const TYPED = [
  'zebra holdings',
  'zebra.example',
  'zebra-customer',
  'zerba holdings',
  '../rival/zebra-customer',
] as const;
const SUBMITTED = ['zebra-customer', '../rival/zebra-customer', '%2e%2e%2frival%2fzebra-customer'] as const;
const nobodys = (text: string) => text.replace('zebra', 'llama').replace('zerba', 'llmaa');
const NAMES = /zebra|zerba|llama|llmaa/gi;
const SECRET = /stripes/i;

/** The demo with another partner in it, which has a customer like Fabrikam with all that Fabrikam has. */
async function withRival(): Promise<DemoDesk> {
  const demo = await DemoDesk.open();
  const { documents } = demo;
  const like = await demo.customer('fabrikam');
  const theirs = { id: 'zebra-customer', name: 'Zebra Holdings', domain: 'zebra.example', tags: ['stripes'] };
  for (const kind of [POLICY, PRICES, RATES] as const) {
    const ours = await documents.read<unknown>(kind, 'northbridge');
    await documents.update<unknown, void>(kind, 'rival', () => ({ next: ours, result: undefined }));
  }
  const users = (await documents.read(USERS, 'northbridge'))?.users ?? [];
  const profile = await documents.read(PROFILE, 'northbridge');
  if (!profile) throw new Error('the demo has no partner');
  const put = { result: undefined };
  await documents.update(USERS, 'rival', () => ({
    next: { users: users.map((user) => ({ ...user, name: `Stripes ${user.name}` })) },
    ...put,
  }));
  await documents.update(PROFILE, 'rival', () => ({
    next: { ...profile, id: 'rival', name: 'Stripes Distribution', tenantId: 'rival-tenant' },
    ...put,
  }));
  await documents.update(CUSTOMERS, 'rival', () => ({ next: { customers: [theirs] }, ...put }));
  await documents.update(CUSTOMER, customerKey('rival', theirs.id), () => ({
    next: { ...like, ...theirs },
    ...put,
  }));
  await demo.desk.prepareSearch();
  await demo.desk.prepareOverview();
  return demo;
}

/** What is answered to each line, from nothing open; without the names that were typed. */
async function answers(locale: string, lines: readonly string[]): Promise<string[]> {
  const demo = await withRival();
  const chat = new Chat(demo, { activity: { locale } });
  const before = await rivalBook(demo);
  const all: string[] = [];
  for (const line of lines) {
    await chat.say(line);
    all.push(shown(chat));
    await chat.say(wordsFor(locale).t('dialog.commands.startOver').split('|')[0] ?? '');
  }
  expect(await rivalBook(demo)).toEqual(before);
  return all;
}

const rivalBook = async ({ documents }: DemoDesk) => [...(await documents.stamps(CUSTOMER, 'rival'))];

function shown({ said }: Chat): string {
  const text = said.map(({ text: each }) => each).join('\n');
  expect(JSON.stringify(said.map(({ card }) => card?.content ?? ''))).not.toMatch(SECRET);
  expect(text).not.toMatch(SECRET);
  expect(text).not.toMatch(/Zebra Holdings/);
  return text.replace(NAMES, '#');
}

/** English with every way to write it; the other languages differ in their words alone. */
const LOCALES = ['nl-NL', 'sv-SE'] as const;
const walks = JOBS.flatMap((job, nth) => [
  ['en-US', job, TYPED] as const,
  [LOCALES[nth % LOCALES.length] ?? 'nl-NL', job, TYPED.slice(0, 1)] as const,
]);

it.each(walks)('in %s, "%s" knows nothing of the customer of another partner', async (locale, job, names) => {
  const word = wordsFor(locale).t(`dialog.commands.job.${job}`).split('|')[0];
  const lines = names.map((name) => `${word} ${name}`);
  expect(await answers(locale, lines)).toEqual(await answers(locale, lines.map(nobodys)));
});

const LINES = [
  'buy 3 D2s_v5 in west europe for 1 year, monthly, for zebra',
  "refund 2 of zebra's B1ms",
  "exchange zebra's D2s_v5 for 2 D4ds_v5 3 years",
  "what would cancelling zebra's D2s pay on 3 March?",
  'who may buy at zebra?',
  'what expires at zebra next month?',
  'turn on permissions for zebra',
  'customer,product,region,term,quantity,billing,scope,reseller\nzebra.example,Standard_B1ms,eastus,1 year,2,monthly,shared,First Up Consultants',
];

it('a line that says it all at once is no way round', async () => {
  expect(await answers('en-US', LINES)).toEqual(await answers('en-US', LINES.map(nobodys)));
});

/** What a card may carry, by the names that the desk has for it. */
const carried = (id: string) => ({
  customerId: id,
  customer: id,
  reservationId: id,
  subscriptionId: id,
  requestNumber: id,
  number: id,
  what: `order/${id}`,
  bulkId: id,
  user: id,
});

it.each(JOBS)('a card that begins "%s" for the customer of another partner is no way round', async (job) => {
  const submitted = async (all: readonly string[]) => {
    const demo = await withRival();
    const chat = new Chat(demo);
    const before = await rivalBook(demo);
    const told: string[] = [];
    for (const id of all) {
      await chat.submitValue({ do: 'start', job, ...carried(id) });
      told.push(shown(chat));
      await chat.say('start over');
    }
    expect(await rivalBook(demo)).toEqual(before);
    return told;
  };
  expect(await submitted(SUBMITTED)).toEqual(await submitted(SUBMITTED.map(nobodys)));
});
