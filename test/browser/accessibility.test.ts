import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Chat, type Label } from './support/chat.js';
import { describeInBrowser, launchBrowser } from './support/chromium.js';
import { type BuiltDesk, startBuiltDesk } from './support/desk.js';
import { pictureOf } from './support/pictures.js';

jest.setTimeout(120_000);

describeInBrowser('Every card on the chat page has no serious accessibility fault', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });

  describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
    let desk: BuiltDesk;
    let chat: Chat;
    beforeAll(async () => {
      desk = await startBuiltDesk();
    });
    afterAll(async () => {
      await desk?.stop();
    });
    beforeEach(async () => {
      chat = await Chat.open(browser, desk.url, { colorScheme });
    });
    afterEach(async () => {
      await chat?.close();
    });

    /** Waits for the card, takes a picture of it where one is asked for, and looks at the whole page. */
    const check = async (text: Label, pictures: { light?: string; dark?: string } = {}) => {
      const card = await chat.card(text);
      const name = pictures[colorScheme];
      if (name) await pictureOf(chat.page, card, name);
      // The page has no frames, so the check need not open a second page to look into them.
      const axe = new AxeBuilder({ page: chat.page })
        .setLegacyMode(true)
        .options({ resultTypes: ['violations'] });
      // In dark colours the page is the same but for its colours.
      if (colorScheme === 'dark') axe.withRules(['color-contrast']);
      const { violations } = await axe.analyze();
      const faults = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, impact, nodes }) => nodes.map(({ html }) => `${impact}: ${id}: ${html}`));
      expect(faults).toEqual([]);
    };
    const cancel = async () => {
      await chat.say('cancel');
      await chat.sees(/^Cancelled\./);
    };

    it('buying', async () => {
      await check('Reservation Desk', { light: 'welcome' });
      await chat.press('Buy');
      await check('Who is it for?');
      await chat.choose(/Fabrikam/);
      await chat.press('Next');
      await check('Choose a reservation', { light: 'choose-product' });
      await chat.press('Add to cart and review');
      await chat.sees('Choose a product of the list.');
      await check('Choose a reservation');
      await chat.choose(/Standard_D2s_v5/);
      await chat.press('Add to cart and review');
      await check('Review the order', { light: 'review', dark: 'dark' });
      await chat.press(/^Buy for USD/);
      await check('Order recorded');
    });

    it('a refund over the limit', async () => {
      await chat.say('refund for Woodgrove');
      await check('Which reservation is returned?');
      await chat.choose(/Standard_E64_v4/);
      await chat.press('Get a quote');
      await check('Refund quote', { light: 'refund-quote' });
      await chat.press(/^File: USD .* falls away/);
      await check('Request filed');
    });

    it('an exchange', async () => {
      await chat.say('exchange for Fabrikam');
      await check('What is given back?');
      await chat.choose(/Standard_B12ms/);
      await chat.press('Next');
      await check('Choose what comes in its place');
      await chat.choose(/Standard_M8ms/);
      await chat.press('Add');
      await check('Exchange quote', { light: 'exchange-quote' });
      await cancel();
    });

    it('a permission', async () => {
      await chat.say('permission for Fabrikam');
      await check('Customer permission', { light: 'permission' });
      await chat.newest().getByRole('button', { name: 'Turn on' }).hover();
      await check('Customer permission');
      await chat.press('Turn on');
      await check('Permission is on');
    });

    it('what is asked for before a purchase, and its mistakes', async () => {
      await chat.say('buy for Proseware');
      await check('An Azure plan is needed first');
      await chat.press(/^Add/);
      await chat.sees('Fill in the first name.');
      await check('An Azure plan is needed first');
      await cancel();
      await chat.say('buy for Litware');
      await check('In which country is this customer?');
      await cancel();
    });

    it('the page of a reservation, and what can be done from it', async () => {
      await chat.say('reservations Northwind');
      await chat.say('2');
      await check('Utilization', { light: 'reservation' });
      await chat.say('configure');
      await check('Configure the reservation');
      await cancel();
      await chat.say('renew Fabrikam');
      await check('Which reservation is renewed?');
      await chat.say('1');
      await check('Renew the reservation');
      await cancel();
      await chat.say('access Fabrikam');
      await chat.say('1');
      await check('Who has access');
      await cancel();
    });

    it('refund, exchange or wait, and the customer’s copy', async () => {
      await chat.say('compare Northwind');
      await chat.say('1');
      await check('Refund, exchange or wait', { light: 'compare' });
      await chat.say('copy Fabrikam');
      await check('A copy for the customer of what?');
      await chat.say('1');
      await check('For the customer');
    });

    it('what needs attention, and settings', async () => {
      await chat.say('what needs attention');
      await check('Needs attention', { light: 'attention' });
      await cancel();
      await chat.say('settings');
      await check('Settings');
      await chat.say('colleagues');
      await check('Colleagues');
      await chat.say('rates');
      await check('Rates');
      await chat.say('prices Fabrikam');
      await check('Customer prices', { dark: 'customer-prices' });
      await cancel();
    });

    it('buying in bulk, a support request and a handover', async () => {
      await chat.say(
        [
          'customer,subscription,product,region,term,quantity,billing,scope,reseller',
          'fabrikam.example,,Standard_D2s_v5,westeurope,1 year,3,monthly,shared,',
          'contoso.example,,Standard_D2s_v5,westeurope,1 year,two,one-time,shared,First Up Consultants',
          'woodgrove.example,,Standard_B1ms,eastus,3 years,5,one-time,shared,',
        ].join('\n'),
      );
      await check('Review 3 lines', { light: 'bulk' });
      await cancel();
      await chat.say('new support request Fabrikam');
      await check('New support request');
      await cancel();
      await chat.say('subscriptions Fabrikam');
      await check('Subscription');
      await cancel();
    });

    it('a refusal, a customer, a reservation and help', async () => {
      await chat.say('buy for Tailspin');
      await check('Reservations are not sold in Niger');
      await chat.say('customers Fabrikam');
      await check('fabrikam.example');
      await chat.say('reservations Fabrikam');
      await check('Reservations');
      await chat.choose(/Standard_B16ms/);
      await chat.press('Open');
      await check('Reservation order ID');
      await cancel();
      await chat.say('help');
      await check('What you can type');
      expect(chat.troubles).toEqual([]);
    });
  });
});
