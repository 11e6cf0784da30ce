/** Buying in bulk, as conversations: the ways in, the review, what goes on after the turn, and what came of it. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { wordsFor } from '../../cards/words.js';
import { BulkRuns } from '../../dialogs/bulk-run.js';
import type { Turn } from '../../dialogs/turn.js';
import { Refusal } from '../../domain/refusals.js';
import { BULK } from '../../domain/store/kinds.js';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';
import { HEADING } from '../support/sheets.js';

const FABRIKAM = 'fabrikam.example,,Standard_B1ms,eastus,1 year,2,monthly,shared,First Up Consultants';
const CONTOSO = 'Contoso Ltd,,Standard_B1ms,West Europe,P1Y,1,one-time,shared,4633981';
const WRONG = 'Adatum Corporation,,Standard_B1ms,eastus,1 year,many,weekly,shared,';
const file = (...lines: string[]) => [HEADING, ...lines].join('\n');

let demo: DemoDesk;
beforeEach(async () => {
  demo = await DemoDesk.open();
});
const bought = async () =>
  [...(await demo.customer('fabrikam')).orders, ...(await demo.customer('contoso')).orders].filter(
    ({ cartId }) => cartId?.startsWith('bulk-'),
  );

/** The id of the one bulk purchase in the book. */
const latestId = async () => {
  const [key = ''] = await demo.documents.list(BULK);
  return key.split('/')[1] ?? '';
};

describe.each(CHANNELS)('on %s', (channel) => {
  it('lines are pasted into the card, reviewed, bought after the turn, and looked at', async () => {
    const chat = new Chat(demo, { channel });
    await chat.say('bulk');
    expect(chat.card('bulk-paste').text).toContain(HEADING);
    await chat.submit('check', { lines: file(FABRIKAM, CONTOSO) });
    const review = chat.card('bulk-review');
    expect(review.text).toMatch(/Line 2 · Fabrikam, Inc\. +2 × Standard_B1ms — East US · 1 year/);
    expect(review.text).toMatch(/Total in EUR +EUR/);
    expect(review.text).toMatch(/Total in USD +USD 214\.00/);
    expect(review.actions).toEqual(['buy', 'paste', 'cancel']);
    expect(await bought()).toEqual([]);
    await chat.submit('buy');
    await chat.settled();
    expect((await bought()).map(({ currency }) => currency).sort()).toEqual(['EUR', 'USD']);
    chat.text(/2 of 2 done/);
    await chat.submit('start bulk');
    const result = chat.card('bulk-result');
    for (const { number } of await bought()) expect(result.text).toContain(`Order ${number}`);
    await chat.say('close');
    await chat.say('orders');
    expect(chat.card('history').text).toContain((await bought())[0]?.number);
  });

  it('a message that begins with the heading is taken at any step', async () => {
    const chat = new Chat(demo, { channel });
    await chat.say('refund fabrikam');
    await chat.say(file(FABRIKAM));
    expect(chat.card('bulk-review').text).toContain('Line 2 · Fabrikam');
    await chat.say('buy');
    await chat.settled();
    expect(await bought()).toHaveLength(1);
    await chat.say('how far');
    chat.text(/1 of 1 done: 1 ordered, 0 not bought\./);
  });
});

describe('faults', () => {
  it('are said all at once, and only the good lines are bought when that is said in so many words', async () => {
    const chat = new Chat(demo);
    await chat.say(file(WRONG, FABRIKAM));
    const review = chat.card('bulk-review');
    expect(review.text).toContain('1 line has faults and will not be bought.');
    expect(review.text).toContain('Line 2, customer “Adatum Corporation”\nSeveral customers have this name.');
    expect(review.text).toContain('Line 2, quantity “many”');
    expect(review.text).toContain('Line 2, billing “weekly”\nWrite one-time or monthly.');
    expect(review.actions).toEqual(['buyGood', 'lines', 'paste', 'cancel']);
    await chat.say('buy');
    chat.text(/Type buy only the good lines/);
    await chat.settled();
    expect(await bought()).toEqual([]);
    await chat.say('good lines');
    expect(chat.card('bulk-review').text).toContain('Line 3 · Fabrikam');
    await chat.say('buy only the good lines');
    await chat.settled();
    expect(await bought()).toHaveLength(1);
    await chat.submit('start bulk');
    expect(chat.card('bulk-result').text).toMatch(
      /Line 2 · Adatum Corporation\nNot bought: customer: Several/,
    );
  });

  it('of the whole keep what was pasted, and say what to do', async () => {
    const chat = new Chat(demo);
    await chat.say('bulk');
    const lines = 'customer,product,colour\nFabrikam,x,red';
    await chat.submit('check', { lines });
    chat.text(/columns that I do not know|names the columns|first line/i);
    expect(chat.card('bulk-paste').value('lines')).toBe(lines);
    await chat.submit('check', { lines: '' });
    chat.text(/Paste the lines here/);
    await chat.say('what?');
    chat.text(/Paste the lines with their heading/);
  });

  it('of a message are said, and the card asks for the lines', async () => {
    const chat = new Chat(demo);
    await chat.say('customer,product,region\nFabrikam,x,y');
    chat.text(/Columns are missing in the first line: term, quantity, billing, and scope\./);
    expect(chat.waitsAt('bulk-paste')).toBe(true);
  });

  it('no line that is good: nothing can be bought, only sent again', async () => {
    const chat = new Chat(demo);
    await chat.say(file(WRONG));
    expect(chat.card('bulk-review').actions).toEqual(['paste', 'cancel']);
    await chat.say('buy');
    chat.text(/Type send again/);
    await chat.submitValue({ ...chat.card('bulk-review').press('paste'), do: 'buyGood' });
    expect(await bought()).toEqual([]);
    await chat.say('send again');
    expect(chat.waitsAt('bulk-paste')).toBe(true);
  });

  it('and good lines come in pages of eight', async () => {
    const chat = new Chat(demo);
    await chat.say(file(...Array<string>(20).fill(FABRIKAM)));
    expect(chat.card('bulk-review').text).toContain('Good lines 1–8 of 20');
    expect(chat.card('bulk-review').text).toContain('As line 2: bought twice?');
    await chat.submit('more');
    await chat.say('more');
    expect(chat.card('bulk-review').text).toContain('Good lines 17–20 of 20');
    await chat.say('back');
    expect(chat.card('bulk-review').text).toContain('Good lines 9–16 of 20');
  });
});

describe('once', () => {
  it('a confirm card that is pressed twice, and delivered twice, buys each line once', async () => {
    const chat = new Chat(demo);
    await chat.say(file(FABRIKAM, CONTOSO));
    const review = chat.card('bulk-review');
    await chat.submitOn(review, 'buy');
    await chat.deliverAgain();
    await chat.submitOn(review, 'buy');
    chat.text(/no longer current.*Confirmed: 2 lines/);
    await chat.settled();
    expect(await bought()).toHaveLength(2);
  });

  it('two tabs with the same lines under review: whoever is second is told what stands', async () => {
    const first = new Chat(demo, { conversationId: 'first' });
    await first.say(file(FABRIKAM));
    const id = await latestId();
    const second = new Chat(demo, { conversationId: 'second' });
    await second.say('hello');
    await second.submitValue({ kind: 'welcome', cardId: '', do: 'start', job: 'bulk', bulkId: id });
    expect(second.card('bulk-review').text).toContain('Line 2 · Fabrikam');
    await first.say('buy');
    await first.settled();
    await second.say('buy');
    await second.settled();
    second.text(/All lines have had their turn/);
    expect(await bought()).toHaveLength(1);
  });

  it('somebody else does not see the lines', async () => {
    const chat = new Chat(demo);
    await chat.say(file(FABRIKAM));
    const id = await latestId();
    await chat.actAs('global admin');
    await chat.submitValue({ kind: 'welcome', cardId: '', do: 'start', job: 'bulk', bulkId: id });
    chat.text(/These lines are no longer kept/);
    await chat.say('how far');
    chat.text(/Nothing is being bought in bulk/);
  });
});

describe('what comes in between', () => {
  it('a changed price stops that line only, and says both prices', async () => {
    const chat = new Chat(demo);
    await chat.say(file(FABRIKAM, CONTOSO));
    await demo.reprice(({ lists }) => {
      for (const id of Object.keys(lists.USD?.prices ?? {})) if (lists.USD) lists.USD.prices[id] = '999.00';
    });
    await chat.say('buy');
    await chat.settled();
    chat.text(/1 ordered, 1 not bought/);
    await chat.submit('start bulk');
    expect(chat.card('bulk-result').text).toMatch(
      /Not bought: The price has changed\..*USD 107\.00.*USD 999\.00/,
    );
  });

  it('that two conversations go on with at the same moment is bought by one of them', async () => {
    const chat = new Chat(demo);
    await chat.say(file(FABRIKAM, CONTOSO));
    const actor = await demo.desk.userWithRole('AdminAgent');
    if (!actor) throw new Error('no Admin agent');
    await demo.desk.beginBulk(actor, await latestId());
    const facts = await demo.desk.latestBulk(actor);
    if (!facts) throw new Error('no bulk purchase');
    const runs = new BulkRuns(demo.desk);
    const said: string[] = [];
    let begun = 0;
    const turn = (): Turn => ({
      actor,
      words: wordsFor('en-US'),
      locale: 'en-US',
      text: 'go on',
      takesFiles: false,
      suggests: false,
      localMode: true,
      memory: { retired: [] },
      later: () => {
        begun += 1;
      },
      refused: () => undefined,
      replies: {
        text: async (text) => {
          said.push(text);
        },
        card: async () => await new Promise((resolve) => setImmediate(() => resolve('message'))),
        replace: async () => true,
      },
    });
    await Promise.all([runs.start(turn(), facts), runs.start(turn(), facts), runs.start(turn(), facts)]);
    expect(begun).toBe(1);
    expect(said).toHaveLength(2);
  });

  it('after a restart nothing is bought by itself: the rest waits for go on', async () => {
    const chat = new Chat(demo);
    await chat.say(file(FABRIKAM, CONTOSO));
    // Confirmed, and then the process was gone.
    const id = await latestId();
    const actor = await demo.desk.userWithRole('AdminAgent');
    if (!actor) throw new Error('no Admin agent');
    await demo.desk.beginBulk(actor, id);
    await demo.desk.buyNextLine(actor, id);
    await chat.say('cancel');
    chat.restart();
    await chat.settled();
    await chat.say('hello');
    expect(await bought()).toHaveLength(1);
    await chat.say('how far');
    chat.text(/1 of 2 done: 1 ordered, 0 not bought, 1 waiting/);
    await chat.say('go on');
    const result = chat.card('bulk-result');
    expect(result.text).toContain('Buying was interrupted.');
    expect(result.actions).toEqual(['goOn', 'close']);
    expect(await bought()).toHaveLength(1);
    await chat.say('go on');
    await chat.settled();
    expect(await bought()).toHaveLength(2);
  });

  it('a book that can not be written stops the work, which says so; the rest waits', async () => {
    const chat = new Chat(demo);
    await chat.say(file(FABRIKAM, CONTOSO));
    const { buyNextLine } = demo.desk;
    let lines = 0;
    Object.assign(demo.desk, {
      buyNextLine: async (...given: Parameters<typeof buyNextLine>) => {
        lines += 1;
        if (lines === 2) throw new Refusal({ code: 'StoreUnavailable' });
        return await buyNextLine(...given);
      },
    });
    await chat.say('buy');
    await chat.settled();
    chat.text(/Buying in bulk has stopped: .*Lines that were bought stay bought\. Type bulk, then go on/);
    expect(await bought()).toHaveLength(1);
    await chat.say('bulk');
    await chat.submit('goOn');
    await chat.settled();
    expect(await bought()).toHaveLength(2);
  });
});

describe('a file of the book that can not be read', () => {
  it('of a customer is a fault of its lines only', async () => {
    const chat = new Chat(demo);
    const damaged = await demo.damage('contoso');
    await chat.say(file(FABRIKAM, CONTOSO));
    expect(chat.card('bulk-review').text).toContain(damaged);
    await chat.say('buy only the good lines');
    await chat.settled();
    expect((await demo.customer('fabrikam')).orders.some(({ cartId }) => cartId?.startsWith('bulk-'))).toBe(
      true,
    );
  });

  it('of an earlier bulk purchase does not stand in the way of another', async () => {
    const chat = new Chat(demo);
    await chat.say(file(FABRIKAM));
    demo.documents.damaged.add(`bulks/northbridge/${await latestId()}.json`);
    await chat.say('start over');
    await chat.say('bulk');
    expect(chat.waitsAt('bulk-paste')).toBe(true);
    await chat.say('how far');
    chat.text(/Nothing is being bought in bulk/);
  });
});

it('"go on" means nothing where nothing was interrupted', async () => {
  const chat = new Chat(demo);
  await chat.say('go on');
  chat.noText(/Buy in bulk\n/);
});

describe('progress', () => {
  it('is shown in the place of the card in Teams, and told at the end', async () => {
    const chat = new Chat(demo, { channel: 'msteams' });
    await chat.say(file(...Array<string>(12).fill(FABRIKAM)));
    await chat.submit('buy');
    const { messageId } = chat.card('bulk-progress');
    await chat.settled();
    const shown = chat.said
      .filter(({ id }) => id === messageId)
      .map(({ text }) => /\d+ of 12/.exec(text)?.[0]);
    expect(shown.length).toBeGreaterThan(6);
    expect(shown.at(-1)).toBe('12 of 12');
    expect(chat.message(messageId)).toContain('All lines have had their turn');
    expect(chat.said.at(-1)?.text).toBe('12 of 12 done: 12 ordered, 0 not bought.');
  });

  it('is told now and then where a message can not be replaced', async () => {
    const chat = new Chat(demo, { channel: 'emulator' });
    await chat.say(file(...Array<string>(12).fill(FABRIKAM)));
    await chat.submit('buy');
    await chat.settled();
    const told = chat.said.map(({ text }) => /^\d+ of 12 done.*waiting\.$/.exec(text)?.[0]).filter(Boolean);
    expect(told.map((text) => text?.slice(0, 7))).toEqual(['3 of 12', '6 of 12', '9 of 12']);
    expect(chat.card('bulk-progress').text).toContain('12 of 12 done');
  });
});

describe('a file', () => {
  const download = {
    contentType: 'application/vnd.microsoft.teams.file.download.info',
    name: 'lines.csv',
    content: { downloadUrl: 'https://northbridge-my.sharepoint.com/lines.csv', fileType: 'csv' },
  };
  const html = { contentType: 'text/html', content: '<p></p>' };

  it('from Teams is fetched, checked and reviewed', async () => {
    const fetchFile = async () => new Response(`\uFEFF${file(FABRIKAM)}`);
    const chat = new Chat(demo, { channel: 'msteams', fetchFile });
    await chat.deliver({ type: 'message', text: '', attachments: [html, download] });
    expect(chat.card('bulk-review').text).toContain('Line 2 · Fabrikam');
  });

  it.each([
    ['another kind', [{ ...download, name: 'lines.xlsx' }], /Save the sheet as CSV/],
    ['two at once', [download, download], /One file at a time/],
    ['one that is nowhere', [{ ...download, content: {} }], /could not fetch/],
    [
      'one that is elsewhere',
      [{ ...download, contentType: 'text/csv', contentUrl: 'http://localhost/x' }],
      /on this channel/,
    ],
  ])('%s is refused in words, and the card asks for the lines', async (_, attachments, said) => {
    const chat = new Chat(demo, { channel: 'msteams', fetchFile: async () => new Response('') });
    await chat.deliver({ type: 'message', text: '', attachments });
    chat.text(said);
    expect(chat.waitsAt('bulk-paste')).toBe(true);
  });
});

describe('in other languages', () => {
  it('in Dutch: the heading, the values and what is typed', async () => {
    const chat = new Chat(demo, { activity: { locale: 'nl-NL' } });
    await chat.say('bulkaankoop');
    expect(chat.card('bulk-paste').text).toContain(
      'klant,abonnement,product,regio,looptijd,aantal,facturering,bereik',
    );
    await chat.say(
      'Klant;Product;Regio;Looptijd;Aantal;Facturering;Bereik;Reseller\n' +
        'fabrikam.example;Standard_B1ms;eastus;1 jaar;1.000;maandelijks;gedeeld;4517203\nNiemand;x;y;z;0;;;',
    );
    expect(chat.card('bulk-review').text).toContain(
      'Regel 3, klant “Niemand”\nGeen van jullie klanten heet zo.',
    );
    await chat.say('goede regels');
    expect(chat.card('bulk-review').text).toContain('1.000 × Standard_B1ms');
    await chat.say('koop alleen de goede regels');
    await chat.settled();
    await chat.say('hoe ver');
    chat.text(/1 van 1 gedaan: 1 besteld, 0 niet gekocht\./);
  });

  it('in Swedish', async () => {
    const chat = new Chat(demo, { activity: { locale: 'sv-SE' } });
    await chat.say('mängdköp');
    await chat.say(
      'kund,produkt,region,löptid,antal,fakturering,omfattning,återförsäljare\n' +
        'fabrikam.example,Standard_B1ms,eastus,1 år,2,engångsbetalning,delad,4517203',
    );
    expect(chat.card('bulk-review').text).toContain('Rad 2 · Fabrikam, Inc.');
    await chat.say('köp');
    await chat.settled();
    await chat.say('hur långt');
    chat.text(/1 av 1 klara: 1 beställda, 0 inte köpta\./);
  });
});
