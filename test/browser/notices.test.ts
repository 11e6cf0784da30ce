/** Two colleagues in Teams, as two Agents Playgrounds play it: what one does reaches the other by itself, once. */
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser } from './support/chromium.js';
import { type BuiltDesk, startBuiltDesk } from './support/desk.js';
import { picture } from './support/pictures.js';
import { TeamsUser } from './support/teams-user.js';

jest.setTimeout(120_000);

describeInBrowser('Notices in Teams, for two users', () => {
  let desk: BuiltDesk;
  let browser: Browser;
  let anna: TeamsUser;
  let giulia: TeamsUser;

  beforeAll(async () => {
    [desk, browser] = await Promise.all([startBuiltDesk(), launchBrowser()]);
    anna = await TeamsUser.start(browser, desk.port, 'Anna');
    await anna.card('welcome', /Hello Anna Lindqvist/);
    giulia = await TeamsUser.start(browser, desk.port, 'Giulia');
    await giulia.say('act as global admin');
    await giulia.hears(/You now act as Giulia/);
  });
  afterAll(async () => {
    await anna?.close();
    await giulia?.close();
    await browser?.close();
    await desk?.stop();
  });

  /** The user chooses what to be told. */
  const wants = async (user: TeamsUser, kind: string) => {
    await user.say('notices');
    await user.card('notices');
    await user.say(`${kind} on`);
    await user.hears(/You get notices about 1 thing/);
    await user.say('close');
  };

  it('what expires soon reaches Giulia once she wants to know, and leads on to it', async () => {
    await wants(giulia, 'expiring 30');
    const notice = await giulia.card('notice', /expires within 30 days/);
    await picture(giulia.page, 'notice-expiring');
    await giulia.submit(notice, 'start renew');
    await giulia.card('renew', /Standard_D2s_v5/);
    await giulia.say('cancel');
  });

  it('the outcome that Giulia records reaches Anna, who filed the request and is at something else', async () => {
    await wants(anna, 'outcomes');
    await anna.say('refund for Fabrikam');
    const first = await anna.card('choose-reservation');
    await anna.submit(first, 'next', { reservation: first.choices('reservation')[0] ?? '' });
    await anna.submit(await anna.card('refund-quote'), 'file', {
      contactName: 'Anna Lindqvist',
      contactEmail: 'anna@northbridge.example',
      contactMethod: 'email',
    });
    const [number = ''] = /RQ-[A-Z0-9]{8}/.exec(await anna.hears(/Request filed/)) ?? [];
    await anna.say('refund for Fabrikam');
    const second = await anna.card('choose-reservation');

    await giulia.say(`requests ${number}`);
    await giulia.card('request');
    await giulia.say('settle');
    await giulia.card('settle-request');
    await giulia.say('withdrawn');
    await giulia.hears(/Record this outcome/);
    await giulia.say('record');

    const notice = await anna.card('notice', /outcome of your request was recorded/);
    expect(notice.text).toContain('Giulia');
    await anna.page.getByText('The outcome of your request was recorded').last().waitFor();
    await picture(anna.page, 'notice');
    await anna.submit(second, 'next', { reservation: second.choices('reservation')[0] ?? '' });
    await anna.card('refund-quote');
    await anna.submit(notice, 'start requests');
    await anna.card('request', new RegExp(number));
  });

  it('nothing is told a second time, also after a restart', async () => {
    await desk.restart();
    for (const user of [anna, giulia]) {
      await user.say('start over');
      await user.card('welcome');
      expect(user.unseen(/"notice"/)).toBe(0);
    }
  });
});
