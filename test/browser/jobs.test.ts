import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Chat } from './support/chat.js';
import { describeInBrowser, launchBrowser } from './support/chromium.js';
import { type BuiltDesk, startBuiltDesk } from './support/desk.js';
import { countedFor, type Job, MOST_TURNS, noteSteps, PORTAL_ACTIONS, writtenFor } from './support/steps.js';

jest.setTimeout(60_000);

describeInBrowser('The four jobs on the chat page', () => {
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

  const chooseFabrikam = async () => {
    await chat.choose(/Fabrikam/);
    await chat.press('Next');
  };
  const expectFewSteps = (job: Job, way: 'guided' | 'one line') => {
    const { turns, actions } = noteSteps(job, way, chat);
    expect(turns).toBeLessThanOrEqual(MOST_TURNS[way]);
    expect(actions).toBeLessThan(PORTAL_ACTIONS[job]);
    expect(chat.troubles).toEqual([]);
  };

  it('a reservation is bought by clicking only, and the order has a number', async () => {
    await chat.press('Buy');
    await chat.card('Who is it for?');
    await chooseFabrikam();
    await chat.card('Choose a reservation');
    await chat.choose(/Standard_D2s_v5/);
    await chat.press('Add to cart and review');
    await chat.card('Review the order');
    await chat.press(/^Buy for USD/);
    expect(await chat.textOf('Order recorded')).toMatch(/RD-[A-Z0-9]{8}/);
    expectFewSteps('buy', 'guided');
  });

  it('a refund is quoted and filed by clicking only, and the request has a number', async () => {
    await chat.press('Refund');
    await chat.card('Whose reservation is to be refunded?');
    await chooseFabrikam();
    await chat.card('Which reservation is returned?');
    await chat.choose(/Standard_B16ms/);
    await chat.press('Get a quote');
    await chat.card('Refund quote');
    await chat.press(/^File refund of USD/);
    expect(await chat.textOf('Request filed')).toMatch(/RQ-[A-Z0-9]{8}/);
    expectFewSteps('refund request', 'guided');
  });

  it('an exchange is filed by clicking only, and the request has a number', async () => {
    await chat.press('Exchange');
    await chat.card('Whose reservations are to be exchanged?');
    await chooseFabrikam();
    await chat.card('What is given back?');
    await chat.choose(/Standard_B12ms/);
    await chat.press('Next');
    await chat.card('Choose what comes in its place');
    await chat.choose(/Standard_M8ms/);
    await chat.press('Add');
    await chat.card('Exchange quote');
    await chat.press(/^File exchange/);
    expect(await chat.textOf('Request filed')).toMatch(/RQ-[A-Z0-9]{8}/);
    expectFewSteps('exchange request', 'guided');
  });

  it('a permission is turned on by clicking only', async () => {
    await chat.press('Permissions');
    await chat.card('Whose permissions?');
    await chooseFabrikam();
    await chat.card('Customer permission');
    await chat.press('Turn on');
    expect(await chat.textOf('Permission is on')).toContain('Create Customer Purchase Permissions');
    expectFewSteps('permission on', 'guided');
  });

  it('a reservation is bought with one line and one click', async () => {
    await chat.say('buy 3 D2s_v5 in west europe for 1 year, monthly, for Fabrikam');
    await chat.card('Review the order');
    await chat.press(/^Buy for USD/);
    expect(await chat.textOf('Order recorded')).toMatch(/RD-[A-Z0-9]{8}/);
    expectFewSteps('buy', 'one line');
  });

  it('a refund is filed with one line and one click', async () => {
    await chat.say("refund 2 of Adatum's B1ms");
    await chat.card('Refund quote');
    await chat.press(/^File/);
    expect(await chat.textOf('Request filed')).toMatch(/RQ-[A-Z0-9]{8}/);
    expectFewSteps('refund request', 'one line');
  });

  it('an exchange is filed with one line and one click', async () => {
    await chat.say("exchange Contoso's D2s_v5 for 2 D4ds_v5 3 years");
    await chat.card('Exchange quote');
    await chat.press(/^File exchange/);
    expect(await chat.textOf('Request filed')).toMatch(/RQ-[A-Z0-9]{8}/);
    expectFewSteps('exchange request', 'one line');
  });

  it('a permission is turned on with one line and one click', async () => {
    await chat.say('turn permission on for Contoso');
    await chat.card('Customer permission');
    await chat.press('Turn on');
    expect(await chat.textOf('Permission is on')).toContain('Create Customer Purchase Permissions');
    expectFewSteps('permission on', 'one line');
  });

  it.each(Object.keys(PORTAL_ACTIONS) as Job[])('%s: the README says what was counted', (job) => {
    expect(writtenFor(job)).toEqual(countedFor(job));
  });
});
