/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Chat, type Label } from './support/chat.js';
import { describeInBrowser, launchBrowser } from './support/chromium.js';
import { type BuiltDesk, startBuiltDesk } from './support/desk.js';
import { picture } from './support/pictures.js';

jest.setTimeout(60_000);

const NARROWEST = 360;

describeInBrowser('The chat page on a phone, in dark colours', () => {
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
    const viewport = { width: NARROWEST, height: 740 };
    chat = await Chat.open(browser, desk.url, { viewport, hasTouch: true, colorScheme: 'dark' });
  });
  afterEach(async () => {
    await chat.close();
  });

  /** Nothing reaches beyond the right edge, and every button can be brought into view whole. */
  const fits = async (heading: Label) => {
    const card = await chat.card(heading);
    const tooWide = await chat.page.evaluate((width) => {
      const shown = [...document.querySelectorAll('header *, .ac-adaptiveCard, .ac-adaptiveCard *')];
      const wide = shown.filter((element) => element.getBoundingClientRect().right > width + 0.5);
      return { page: document.documentElement.scrollWidth, elements: wide.map(({ outerHTML }) => outerHTML) };
    }, NARROWEST);
    expect(tooWide).toEqual({ page: NARROWEST, elements: [] });
    for (const button of await card.getByRole('button').all()) {
      await button.scrollIntoViewIfNeeded();
      await button.click({ trial: true });
      const box = await button.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? NARROWEST)).toBeLessThanOrEqual(NARROWEST);
    }
  };

  it('does not scroll sideways, and all buttons can be reached', async () => {
    await fits('Reservation Desk');
    await chat.press('Buy');
    await fits('Who is it for?');
    await chat.choose(/Fabrikam/);
    await chat.press('Next');
    await fits('Choose a reservation');
    await chat.choose(/Standard_D2s_v5/);
    await chat.press('Add to cart and review');
    await fits('Review the order');
    await picture(chat.page, 'phone');
    await chat.say('cancel');
    await chat.sees(/^Cancelled\./);
    await chat.say('refund for Woodgrove');
    await chat.card('Which reservation is returned?');
    await chat.choose(/Standard_E64_v4/);
    await chat.press('Get a quote');
    await fits('Refund quote');
    expect(chat.troubles).toEqual([]);
  });

  it('is dark from edge to edge where the device is', async () => {
    await chat.say('permission for Fabrikam');
    await chat.card('Customer permission');
    const colours = await chat.page.evaluate(() =>
      ['body', 'header .bar', '#chat .ac-adaptiveCard', '.webchat__send-box__main'].map((selector) => {
        const element = document.querySelector(selector);
        return element ? getComputedStyle(element).backgroundColor : 'none';
      }),
    );
    for (const colour of colours) {
      const [red = 255, green = 255, blue = 255] = (colour.match(/\d+/g) ?? []).map(Number);
      expect(Math.max(red, green, blue)).toBeLessThan(0x40);
    }
  });
});
