/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Chat } from './support/chat.js';
import { describeInBrowser, launchBrowser } from './support/chromium.js';
import { type BuiltDesk, startBuiltDesk } from './support/desk.js';
import { MOST_TURNS } from './support/steps.js';

jest.setTimeout(60_000);

/** More presses of Tab than any way on the page takes. */
const MOST_TABS = 30;

describeInBrowser('The keyboard alone', () => {
  let desk: BuiltDesk;
  let browser: Browser;
  let chat: Chat;
  beforeAll(async () => {
    desk = await startBuiltDesk();
    browser = await launchBrowser();
    chat = await Chat.open(browser, desk.url);
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.stop();
  });

  /** What has the focus, by its name or, without one, by what kind of thing it is. */
  const focused = async () =>
    await chat.page.evaluate(() => {
      const { activeElement } = document;
      const labels = (activeElement as HTMLInputElement | null)?.labels;
      return [
        labels?.[0]?.textContent,
        activeElement?.getAttribute('aria-label'),
        activeElement?.textContent,
        activeElement?.tagName,
      ]
        .map((name) => name?.trim() ?? '')
        .filter((name) => name !== '')[0];
    });
  const tabTo = async (name: RegExp) => {
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      if (name.test((await focused()) ?? '')) return;
      await chat.key('Tab');
    }
    throw new Error(`Tab does not come to ${name}; it is at ${await focused()}`);
  };
  /** Waits until the newest card has this text, and the focus has come to it. */
  const arriveAt = async (text: string) => {
    await chat.card(text);
    await chat.page.waitForFunction(() =>
      [...document.querySelectorAll('.ac-adaptiveCard')].at(-1)?.contains(document.activeElement),
    );
  };

  it('turns a permission on: into the chat by Tab and Enter, then on from card to card, as the newest has the focus', async () => {
    await tabTo(/^Chat history/);
    await chat.key('Enter');
    await tabTo(/^Permissions$/);
    await chat.key('Enter');

    await arriveAt('Whose permissions?');
    await tabTo(/^Find a customer/);
    await chat.page.keyboard.type('Fabrikam');
    chat.actions += 1;
    await tabTo(/^Next$/);
    await chat.key('Enter');

    await arriveAt('Customer permission');
    await tabTo(/^Turn on$/);
    await chat.key('Enter');

    await arriveAt('Permission is on');
    expect(chat.turns).toBeLessThanOrEqual(MOST_TURNS.guided);
    expect(chat.troubles).toEqual([]);
  });

  it('leaves the focus in the message box while one is typing', async () => {
    await chat.say('refund for Fabrikam');
    await chat.card('Which reservation is returned?');
    expect(await focused()).toMatch(/^Message input box/);
    await chat.say('cancel');
    await chat.sees('Cancelled. Nothing was filed or bought.');
    expect(await focused()).toMatch(/^Message input box/);
  });
});
