/// <reference lib="dom" />
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Chat, SEND_BOX } from './support/chat.js';
import { describeInBrowser, launchBrowser } from './support/chromium.js';
import { type BuiltDesk, startBuiltDesk } from './support/desk.js';
import { picture } from './support/pictures.js';

jest.setTimeout(60_000);

describeInBrowser('The chat page in high contrast', () => {
  let desk: BuiltDesk;
  let browser: Browser;
  beforeAll(async () => {
    desk = await startBuiltDesk();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.stop();
  });

  it.each(['light', 'dark'] as const)(
    '(%s) keeps apart what is pressed first, what has the focus and what is said above',
    async (colorScheme) => {
      const chat = await Chat.open(browser, desk.url, { colorScheme, forcedColors: 'active' });
      await chat.say('permission for Contoso');
      const card = await chat.card('Customer permission');
      /** What the system calls a colour, as it is drawn. */
      const system = async (name: string) =>
        await chat.page.evaluate((colour) => {
          const probe = document.body.appendChild(document.createElement('p'));
          probe.style.cssText = `forced-color-adjust: none; color: ${colour}`;
          const drawn = getComputedStyle(probe).color;
          probe.remove();
          return drawn;
        }, name);
      const styleOf = async (
        label: string,
        property: 'backgroundColor' | 'color' | 'outlineWidth' | 'outlineStyle',
      ) =>
        await card
          .getByRole('button', { name: label })
          .evaluate((button, asked) => getComputedStyle(button)[asked], property);

      expect(await styleOf('Turn on', 'backgroundColor')).toBe(await system('Highlight'));
      expect(await styleOf('Turn on', 'color')).toBe(await system('HighlightText'));
      expect(await styleOf('Leave it', 'backgroundColor')).not.toBe(await system('Highlight'));

      await card.getByRole('button', { name: 'Turn on' }).focus();
      await chat.key('Tab');
      expect([await styleOf('Leave it', 'outlineStyle'), await styleOf('Leave it', 'outlineWidth')]).toEqual([
        'solid',
        '3px',
      ]);
      const icons = await chat.page
        .locator('.webchat__send-box__main svg')
        .evaluateAll((found) => found.map((icon) => getComputedStyle(icon).fill));
      expect(icons.length).toBeGreaterThan(1);
      expect(new Set(icons)).toEqual(new Set([await system('ButtonText')]));

      await chat.page.context().setOffline(true);
      const status = chat.page.getByRole('status').filter({ hasText: 'The desk cannot be reached' });
      await status.waitFor();
      expect(await status.evaluate((line) => getComputedStyle(line).borderBottomWidth)).toBe('3px');
      await chat.page.locator(SEND_BOX).fill('help');
      await picture(chat.page, `high-contrast-${colorScheme}`);
      await chat.close();
    },
  );
});
