import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { Browser, Request } from 'playwright-core';
import { Chat, SEND_BOX } from './support/chat.js';
import { describeInBrowser, launchBrowser } from './support/chromium.js';
import { type BuiltDesk, startBuiltDesk } from './support/desk.js';

jest.setTimeout(60_000);

/** A request as the page sent it. */
const parts = async (request: Request) => ({
  url: request.url(),
  method: request.method(),
  headers: await request.allHeaders(),
  data: request.postData() ?? '',
});

describeInBrowser('A conversation on the chat page', () => {
  let desk: BuiltDesk;
  let browser: Browser;
  let chat: Chat;
  beforeAll(async () => {
    desk = await startBuiltDesk();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.stop();
  });
  beforeEach(async () => {
    chat = await Chat.open(browser, desk.url);
  });
  afterEach(async () => {
    await chat.close();
  });

  it('goes on after the page is loaded again, with its history', async () => {
    await chat.say('refund for Fabrikam');
    await chat.card('Which reservation is returned?');
    await chat.page.reload();
    await chat.sees('refund for Fabrikam');
    await chat.card('Which reservation is returned?');
    await chat.choose(/Standard_B16ms/);
    await chat.press('Get a quote');
    await chat.card('Refund quote');
    expect(chat.troubles).toEqual([]);
  });

  it('begins anew by itself when it is no longer there, with what was not sent yet in the box, and what was done is kept', async () => {
    await chat.say('permission for Contoso');
    await chat.card('Customer permission');
    await chat.press('Turn on');
    await chat.card('Permission is on');
    await desk.kill();
    await chat.sees(/The desk cannot be reached/);
    await chat.say('customers');
    await chat.page.locator(SEND_BOX).fill('Conto');
    await rm(join(desk.folder, 'conversations'), { recursive: true });
    // What is sent finds first that the conversation has ended.
    const refused = chat.page.waitForResponse(
      (answer) => answer.request().method() === 'POST' && answer.status() === 404,
    );
    await chat.page.route(/\/directline\/conversations\/[\w-]+$/, async (route) => {
      await refused;
      await route.continue();
    });
    await desk.start();
    await chat.sees('The earlier conversation has ended, so this is a new one.');
    await chat.card('Reservation Desk');
    expect(await chat.page.locator(SEND_BOX).inputValue()).toBe('customers Conto');
    await chat.say('permission for Contoso');
    await chat.card('Customer permission');
    await chat.newest().getByRole('button', { name: 'Turn off' }).waitFor();
  });

  it('is begun anew by Start over, with nothing of what was said', async () => {
    await chat.say('refund for Fabrikam');
    await chat.card('Which reservation is returned?');
    await chat.page.getByRole('button', { name: 'Start over' }).click();
    await chat.page.getByText('refund for Fabrikam').last().waitFor({ state: 'detached' });
    await chat.card('Reservation Desk');
    expect(await chat.page.locator('.ac-adaptiveCard').count()).toBe(1);
    expect(chat.troubles).toEqual([]);
  });

  it('shows who one is, and who one acts as once another role is chosen', async () => {
    const who = chat.page.locator('#who');
    await chat.sees(/· Admin agent$/);
    const first = await who.textContent();
    await chat.page.getByLabel('Act as').selectOption('Sales agent');
    await chat.sees(/^You now act as .* \(Sales agent\)\.$/);
    await who.getByText(/· Sales agent$/).waitFor();
    expect(await who.textContent()).not.toBe(first);
    expect(chat.troubles).toEqual([]);
  });

  it('says where things stand when an answered card is submitted again, and changes nothing', async () => {
    await chat.say('permission for Lamna');
    await chat.card('Customer permission');
    const submitted = chat.page.waitForRequest(
      (request) => request.postData()?.includes('"do":"on"') === true,
    );
    await chat.press('Turn on');
    await chat.card('Permission is on');
    const { url, method, headers, data } = await parts(await submitted);
    const again = data.replace(/"clientActivityID":"[^"]*"/, '"clientActivityID":"pressed-again"');
    await chat.page.request.fetch(url, { method, headers, data: again });
    await chat.sees('This card is no longer current. Permission turned on');
    expect(chat.troubles).toEqual([]);
  });

  it('places one order when Buy is clicked twice', async () => {
    await chat.say('buy for Adatum Corporation');
    await chat.choose(/Netherlands/);
    await chat.press('Next');
    await chat.card('Choose a reservation');
    await chat.choose(/Standard_D8_v4/);
    await chat.press('Add to cart and review');
    const review = await chat.card('Review the order');
    await review.getByRole('button', { name: /^Buy for EUR/ }).dblclick();
    await chat.card('Order recorded');
    await chat.page.waitForTimeout(1000);
    expect(await chat.cards('Order recorded').count()).toBe(1);
    const numbers = (await chat.page.locator('#chat').textContent())?.match(/RD-[A-Z0-9]{8}/g) ?? [];
    expect(new Set(numbers).size).toBe(1);
    expect(chat.troubles).toEqual([]);
  });
});
