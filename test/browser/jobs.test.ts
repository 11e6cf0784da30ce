import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Chat } from './support/chat.js';
import { describeInBrowser, launchBrowser } from './support/chromium.js';
import { type BuiltDesk, startBuiltDesk } from './support/desk.js';
import { MOST_TURNS, noteSteps, printSteps } from './support/steps.js';

jest.setTimeout(60_000);

describeInBrowser('The four jobs on the chat page', () => {
  let desk: BuiltDesk;
  let browser: Browser;
  let chat: Chat;
  beforeAll(async () => {
    [desk, browser] = await Promise.all([startBuiltDesk(), launchBrowser()]);
  });
  afterAll(async () => {
    printSteps();
    await browser?.close();
    await desk?.stop();
  });
  beforeEach(async () => {
    chat = await Chat.open(browser, desk.url);
  });
  afterEach(async () => {
    await chat.close();
  });

  const done = (job: string) => {
    noteSteps(job, chat);
    expect(chat.turns).toBeLessThanOrEqual(MOST_TURNS);
    expect(chat.troubles).toEqual([]);
  };
  const chooseFabrikam = async (heading: RegExp) => {
    await chat.card(heading);
    await chat.choose(/Fabrikam/);
    await chat.press('Next');
  };

  it('a reservation is bought by clicking only, and the order has a number', async () => {
    await chat.press('Buy');
    await chooseFabrikam(/Who|whom|customer/i);
    await chat.card('Choose a reservation');
    await chat.choose(/Standard_D2s_v5/);
    await chat.press('Add to cart and review');
    await chat.card('Review the order');
    await chat.press(/^Buy for USD/);
    const order = await chat.card(/order/i);
    console.log(await order.innerText());
    done('Buy, by clicking');
  });

  it('a refund is quoted and filed by clicking only, and the request has a number', async () => {
    await chat.press('Refund');
    await chooseFabrikam(/refunded/);
    await chat.card(/Which reservation/);
    await chat.choose(/Standard_B16ms/);
    await chat.press('Get a quote');
    await chat.card('Refund quote');
    await chat.press(/^File refund of USD/);
    const order = await chat.card(/filed|request/i);
    console.log(await order.innerText());
    done('Refund, by clicking');
  });

  it('an exchange is filed by clicking only, and the request has a number', async () => {
    await chat.press('Exchange');
    await chooseFabrikam(/exchanged|exchange/i);
    await chat.card(/given back/);
    await chat.choose(/Standard_B12ms/);
    await chat.press('Next');
    await chat.card(/in its place/);
    await chat.choose(/Standard_M8ms/);
    await chat.press('Add');
    console.log(await (await chat.card(/exchange/i)).innerText());
    await chat.press(/^File/);
    console.log(await (await chat.card(/filed/i)).innerText());
    done('Exchange, by clicking');
  });

  it('a permission is turned on by clicking only', async () => {
    await chat.press('Permissions');
    await chooseFabrikam(/permission|customer|whose/i);
    await chat.card('Customer permission');
    await chat.press('Turn on');
    await chat.card('Permission is on');
    done('Permission on, by clicking');
  });
});
