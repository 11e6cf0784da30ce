/** The languages of the chat page: the browser's at first, then the one that is picked or typed. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Chat } from './support/chat.js';
import { describeInBrowser, launchBrowser } from './support/chromium.js';
import { type BuiltDesk, startBuiltDesk } from './support/desk.js';

jest.setTimeout(60_000);

describeInBrowser('The chat page', () => {
  let desk: BuiltDesk;
  let browser: Browser;
  let chat: Chat;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });
  // What a user picks is remembered, so each test has a desk of its own.
  beforeEach(async () => {
    desk = await startBuiltDesk();
    chat = await Chat.open(browser, desk.url, { locale: 'nl-BE' });
  });
  afterEach(async () => {
    await chat.close();
    await desk.stop();
  });

  const pageLanguage = () => chat.page.locator('html').getAttribute('lang');

  it('is in the language of the browser, and so is what the desk answers', async () => {
    await chat.sees('Je rol: Beheeragent');
    expect(await pageLanguage()).toBe('nl');
    await chat.page.getByRole('button', { name: 'Opnieuw beginnen' }).waitFor();
    await chat.page.getByPlaceholder('Typ uw bericht').waitFor();
    await chat.page.getByLabel('Handelen als').selectOption('Verkoopagent');
    await chat.sees(/^Je handelt nu als .* \(Verkoopagent\)\.$/);
    expect(chat.troubles).toEqual([]);
  });

  it('changes with the picker: the step that waits is asked again, and the language stays after a reload', async () => {
    await chat.say('restitutie voor Fabrikam');
    await chat.card('Welke reservering gaat terug?');
    await chat.page.getByLabel('Taal').selectOption('Svenska');
    await chat.card('Vilken reservation lämnas tillbaka?');
    await chat.page.getByPlaceholder('Skriv ditt meddelande').waitFor();
    expect(await pageLanguage()).toBe('sv');
    await chat.page.reload();
    await chat.page.getByRole('button', { name: 'Börja om' }).click();
    await chat.card('Reservation Desk');
    await chat.sees('Din roll: Administratörsagent');
    expect(chat.troubles).toEqual([]);
  });

  it('follows a language that is typed', async () => {
    await chat.say('in het engels');
    await chat.sees('Your role: Admin agent');
    await chat.page.getByRole('button', { name: 'Start over' }).waitFor();
    expect(await chat.page.getByLabel('Language').inputValue()).toBe('en');
    expect(await pageLanguage()).toBe('en');
  });
});
