/**
 * A restart in mid-conversation, over the real store: at every step the answer goes on exactly where it would have
 * gone without one, with what was entered.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Memories, openMemories } from '../../bot/memories.js';
import { type JsonDocuments, openJsonDocuments } from '../../domain/store/json-documents.js';
import { CHANNELS, type ChannelName, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';
import { MemoryMemories } from '../support/memory-memories.js';
import { ACTS, goToAct } from './acts.js';
import { goTo, STEPS, type Step } from './steps.js';

// Far more than it takes: whatever else the machine does, these are no tests of time.
jest.setTimeout(120_000);

let root = '';
let seeded = '';
let made = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'restart-'));
  seeded = join(root, 'seeded');
  const documents = await openJsonDocuments({ folder: seeded });
  await DemoDesk.over(documents, new MemoryMemories());
  await documents.close();
});
afterAll(() => rm(root, { recursive: true, force: true }));

const memoriesIn = (folder: string) => openMemories(join(folder, 'conversations'));

/** A conversation over a folder of its own, which can be stopped and started again. */
class FolderChat {
  private constructor(
    private readonly folder: string,
    private documents: JsonDocuments,
    private memories: Memories,
    readonly chat: Chat,
  ) {}

  static async open(channel: ChannelName, activity = {}): Promise<FolderChat> {
    made += 1;
    const folder = join(root, `book-${made}`);
    await cp(seeded, folder, { recursive: true });
    const documents = await openJsonDocuments({ folder });
    const memories = await memoriesIn(folder);
    const demo = await DemoDesk.over(documents, memories);
    return new FolderChat(folder, documents, memories, new Chat(demo, { channel, activity }));
  }

  /** The process ends and another one opens the folder; `between`: what happens to the files meanwhile. */
  async restart(between: (folder: string) => Promise<void> = async () => undefined): Promise<void> {
    await this.close();
    await between(this.folder);
    this.documents = await openJsonDocuments({ folder: this.folder });
    this.memories = await memoriesIn(this.folder);
    this.chat.restart(this.chat.demo.again(this.documents, this.memories));
  }

  async end(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async close(): Promise<void> {
    await this.memories.close();
    await this.documents.close();
  }
}

const said = (chat: Chat) => chat.said.map(({ text }) => text);

/** One of the three channels for each step, as what a step does is the same on all. */
const steps = STEPS.map((step, i): [string, Step, ChannelName] => [
  step.name,
  step,
  CHANNELS[i % CHANNELS.length] ?? 'webchat',
]);

describe('a restart', () => {
  it.each(steps)(
    'at "%s": what is typed and what is pressed is answered as without one',
    async (_name, step, channel) => {
      const without = new Chat(await DemoDesk.open(), { channel });
      const stopped = await FolderChat.open(channel);
      const both = [without, stopped.chat];
      for (const chat of both) await goTo(chat, step);
      await stopped.restart();
      // A word that means nothing here: asked again, with what was entered.
      for (const chat of both) await chat.say('zzq');
      expect(said(stopped.chat)).toEqual(said(without));
      await stopped.restart();
      if (stopped.chat.waitsAt(step.kind)) {
        const [button = 'cancel'] = without.card(step.kind).actions;
        for (const chat of both) {
          await chat.submit(button);
          await chat.settled();
        }
        expect(said(stopped.chat)).toEqual(said(without));
        await stopped.restart();
      }
      for (const chat of both) await chat.say('1');
      expect(said(stopped.chat)).toEqual(said(without));
      await stopped.end();
    },
  );

  it.each(ACTS)('before "$name" is confirmed: it is done as without one', async (act) => {
    const without = new Chat(await DemoDesk.open(), { channel: 'webchat' });
    const stopped = await FolderChat.open('webchat');
    for (const chat of [without, stopped.chat]) await goToAct(chat, act);
    await stopped.restart();
    for (const chat of [without, stopped.chat]) {
      await chat.submit(act.button, act.fields);
      await chat.settled();
    }
    expect(said(stopped.chat)).toEqual(said(without));
    expect(said(stopped.chat).join('\n')).toMatch(act.told);
    await stopped.restart();
    const { activity } = await stopped.chat.demo.customer(act.customer);
    expect(activity).toEqual((await without.demo.customer(act.customer)).activity);
    await stopped.end();
  });

  it('keeps what was entered and found wrong, in its fields', async () => {
    const stopped = await FolderChat.open('webchat');
    const { chat } = stopped;
    for (const text of ['refund fabrikam', '1']) await chat.say(text);
    await chat.submit('file', { contactEmail: 'nobody', contactName: 'Anna B.' });
    await stopped.restart();
    await chat.say('help');
    const card = chat.card('refund-quote');
    expect([card.value('contactEmail'), card.value('contactName')]).toEqual(['nobody', 'Anna B.']);
    await chat.submit('file', { contactEmail: 'anna@northbridge.example' });
    chat.text(/Request filed/);
    await stopped.end();
  });

  it('keeps lines that were sent, the language, and who speaks', async () => {
    const stopped = await FolderChat.open('webchat');
    const { chat } = stopped;
    await chat.actAs('global admin');
    await chat.say('nederlands');
    await chat.say(
      [
        'customer,product,region,term,quantity,billing,scope,reseller',
        'fabrikam.example,Standard_B1ms,eastus,1 year,2,monthly,shared,First Up Consultants',
      ].join('\n'),
    );
    const review = chat.card('bulk-review').text;
    await stopped.restart();
    await chat.say('help');
    expect(chat.card('bulk-review').text).toBe(review);
    await chat.submit('buy');
    await chat.settled();
    expect((await chat.demo.customer('fabrikam')).orders.at(-1)?.by?.name).toBe('Giulia Rossi');
    chat.text(/Alle regels/);
    await stopped.end();
  });

  it.each([
    ['en', /^The desk was stopped while your lines were being bought \(1 of 3 done: .*until you type go on/m],
    ['nl', /^De desk is gestopt terwijl je regels werden gekocht \(1 van 3.*als je ga door typt/m],
    ['sv', /^Desken stoppades medan dina rader köptes \(1 av 3.*när du skriver fortsätt/m],
  ])(
    'in the middle of buying in bulk (%s): said once, and the rest waits for go on',
    async (locale, said) => {
      const stopped = await FolderChat.open('webchat', { locale });
      const { chat } = stopped;
      const lines = [1, 2, 3].map(
        (quantity) =>
          `fabrikam.example,Standard_B1ms,eastus,1 year,${quantity},monthly,shared,First Up Consultants`,
      );
      await chat.say(['customer,product,region,term,quantity,billing,scope,reseller', ...lines].join('\n'));
      chat.card('bulk-review');
      const { buyNextLine } = chat.demo.desk;
      const ordered = async () => (await chat.demo.customer('fabrikam')).orders.length;
      const before = await ordered();
      // The process is gone after the first line: nothing of the second is ever heard.
      let lineNumber = 0;
      const never = new Promise<undefined>(() => undefined);
      Object.assign(chat.demo.desk, {
        buyNextLine: async (...given: Parameters<typeof buyNextLine>) => {
          lineNumber += 1;
          return lineNumber > 1 ? await never : await buyNextLine(...given);
        },
      });
      await chat.submit('buy');
      while ((await ordered()) === before || lineNumber < 2) await new Promise(setImmediate);
      await stopped.restart();
      await chat.say('cancel');
      chat.text(said);
      await chat.say('cancel');
      chat.noText(said);
      expect(await ordered()).toBe(before + 1);
      for (const text of ['go on', 'go on']) await chat.say(text);
      await chat.settled();
      expect(await ordered()).toBe(before + 3);
      await stopped.end();
    },
  );

  it.each([
    ['cut off', '{"desk":{"ver'],
    ['empty', ''],
    ['a list', '[1]'],
    ['nothing', 'null'],
  ])('with a state that is %s: it begins anew, says so, and the cart is kept', async (_what, content) => {
    const stopped = await FolderChat.open('emulator');
    const { chat } = stopped;
    for (const text of ['buy fabrikam', '1 x 2']) await chat.say(text);
    const review = chat.card('review');
    await stopped.restart(async (folder) => {
      const memories = await memoriesIn(folder);
      await memories.write('emulator/conversations/conversation', content);
      await memories.close();
    });
    await chat.say('buy');
    chat.text(/^I can no longer read what was open here.* your cart is kept for 7 days: type buy and/m);
    expect(chat.said).toHaveLength(1);
    expect(chat.warned).toHaveLength(1);
    await chat.submitOn(review, 'buy');
    chat.text(/^This card is no longer current/m);
    for (const text of ['buy fabrikam', 'review', 'buy']) await chat.say(text);
    chat.text(/^Order recorded/m);
    await stopped.restart();
    await chat.say('orders fabrikam');
    chat.card('history');
    expect(chat.warned).toHaveLength(1);
    await stopped.end();
  });
});
