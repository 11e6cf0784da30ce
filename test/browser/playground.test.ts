import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser } from './support/chromium.js';
import { type BuiltDesk, startBuiltDesk } from './support/desk.js';
import { picture } from './support/pictures.js';
import { choiceOf, type Message, type Playground, startPlayground } from './support/playground.js';

jest.setTimeout(90_000);

const CONTACT = {
  contactName: 'Anna Lindqvist',
  contactEmail: 'anna@northbridge.example',
  contactMethod: 'email',
};

describeInBrowser('In Teams, as the Agents Playground plays it', () => {
  let desk: BuiltDesk;
  let browser: Browser;
  let teams: Playground;

  beforeAll(async () => {
    [desk, browser] = await Promise.all([startBuiltDesk(), launchBrowser()]);
    teams = await startPlayground(desk, browser);
  });
  afterAll(async () => {
    await browser?.close();
    await teams?.stop();
    await desk?.stop();
  });

  const comes = (text: RegExp) => teams.message('createMessage', text);
  /** The card shows now, in its place, what came of it, and has nothing left to press. */
  const isAnswered = async (asked: Message, by: RegExp) => {
    const now = await teams.message('updateMessage', by);
    expect([now.id, now.card.actions ?? []]).toEqual([asked.id, []]);
    expect(JSON.stringify(now.card)).not.toMatch(/"Input\.|"Action\./);
  };
  /** A button of a card that was answered does nothing more, and says what stands. */
  const isStale = async (asked: Message, title: RegExp, stands: RegExp) => {
    await teams.submit(asked, title);
    await comes(new RegExp(`This card is no longer current.*${stands.source}`));
  };

  it('greets when it is installed', async () => {
    expect((await comes(/Hello Anna Lindqvist/)).card.actions).toHaveLength(6);
  });

  it('files a refund, and each answered card is replaced in its place by what came of it', async () => {
    await teams.say('refund for Fabrikam');
    const list = await comes(/Which reservation is returned/);
    await teams.submit(list, /^Get a quote$/, { reservation: choiceOf(list, 'Standard_B16ms') });
    await isAnswered(list, /Standard_B16ms/);

    const quote = await comes(/Refund quote/);
    await teams.page.getByRole('button', { name: /^File refund of USD/ }).waitFor();
    await teams.page.evaluate('scrollTo(0, 0)');
    await picture(teams.page, 'teams');
    await teams.submit(quote, /^File refund of USD/, CONTACT);

    const filed = await comes(/Request filed/);
    const number = /RQ-[A-Z0-9]{8}/.exec(JSON.stringify(filed.card))?.[0] ?? 'no number';
    await isAnswered(quote, new RegExp(number));
    await teams.page.getByText(number).first().waitFor();
    await isStale(quote, /^File refund/, new RegExp(number));
  });

  it('buys: from the customer over the product to the order, each card read-only once it is answered', async () => {
    await teams.say('buy');
    const customers = await comes(/Who is it for/);
    await teams.page.getByText('Find as you type').last().waitFor();
    const value = { queryText: 'fabri', queryOptions: { skip: 0, top: 15 }, dataset: 'customers' };
    const suggested = JSON.stringify(await teams.invoke('application/search', value));
    const quick = /"title":"Fabrikam[^"]*"/.test(suggested) ? /"value":"([^"]+)"/.exec(suggested)?.[1] : '';
    await teams.submit(customers, /^Next$/, { quick: quick ?? suggested });
    await isAnswered(customers, /Customer: Fabrikam/);

    const products = await comes(/Choose a reservation/);
    await teams.submit(products, /^Add to cart/, {
      quick: 'vm-standard_d2s_v5-westeurope-P3Y',
      quantity: '2',
    });
    await isAnswered(products, /2 × Standard_D2s_v5/);

    const review = await comes(/Review the order/);
    await teams.submit(review, /^Update$/, { [fieldOf(review, 'quantity_')]: '3' });
    // The same card again, with the new sum.
    const changed = await teams.message('updateMessage', /2,991\.00/);
    expect(changed.id).toBe(review.id);
    await teams.submit(changed, /^Buy for USD.2,991\.00$/);
    await isAnswered(changed, /Ordered: /);
    await comes(/Order recorded/);
    await isStale(changed, /^Buy for/, /Ordered: /);
  });

  it('files an exchange', async () => {
    await teams.say('exchange for Fabrikam');
    const returns = await comes(/What is given back/);
    await teams.say('3');
    await isAnswered(returns, /To return: 1 reservation/);
    const products = await comes(/Choose what comes in its place/);
    await teams.say('1 x 40');
    await isAnswered(products, /Added: 40/);
    const quote = await comes(/Exchange quote/);
    await teams.submit(quote, /^File exchange/, CONTACT);
    const filed = await comes(/Request filed/);
    const number = /RQ-[A-Z0-9]{8}/.exec(JSON.stringify(filed.card))?.[0] ?? 'no number';
    await isAnswered(quote, new RegExp(number));
  });

  it('switches a permission', async () => {
    await teams.say('permissions Fabrikam');
    const permission = await comes(/Allow customer to purchase/);
    await teams.submit(permission, /^Turn on$/);
    await isAnswered(permission, /Permission turned on/);
    await isStale(permission, /^Turn on$/, /Permission turned on/);
  });
});

function fieldOf({ card }: Message, prefix: string): string {
  const field = new RegExp(`"id":"(${prefix}[^"]*)"`).exec(JSON.stringify(card))?.[1];
  if (field === undefined) throw new Error(`no field ${prefix}`);
  return field;
}
