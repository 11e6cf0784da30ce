/** The partner's own data and people, by clicking and by typing (rules section 1; section 2, "Customer price"; section 4). */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat, type ChatOptions } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

const open = async (options: ChatOptions = {}) => {
  const demo = await DemoDesk.open();
  return { demo, chat: new Chat(demo, options) };
};
const rolesOf = async (demo: DemoDesk, userId: string) =>
  (await demo.partnerBook()).users.find(({ id }) => id === userId)?.roles;

describe.each(CHANNELS)('on %s', (channel) => {
  const as = async (role: string) => {
    const { demo, chat } = await open({ channel });
    await demo.change('fabrikam', (draft) => {
      delete draft.priceRules;
    });
    await chat.actAs(role);
    return { demo, chat };
  };

  describe('settings', () => {
    it('show what is in force at a glance, and lead to each of it', async () => {
      const { chat } = await as('helpdesk agent');
      await chat.say('settings');
      chat.text(/Refund policy {2}Partner Center since/);
      chat.text(/Rates {2}2 currencies oldest of Nov 19, 2026, 2 days ago/);
      chat.text(/Colleagues {2}5 colleagues/);
      const settings = chat.card('settings');
      const jobs = ['colleagues', 'prices', 'rates', 'policy', 'notices', 'activity'];
      expect(settings.actions).toEqual(jobs.map((job) => `start ${job}`));
      const kinds = ['colleagues', 'choose-customer', 'rates', 'policy', 'notices', 'history'];
      for (const [i, job] of jobs.entries()) {
        await chat.submitOn(settings, `start ${job}`);
        chat.card(kinds[i] ?? '');
        await chat.submit('cancel');
      }
    });

    it('flag a rate that is too old, and say where one is missing', async () => {
      const { demo, chat } = await as('admin agent');
      await demo.forgetRate('SEK');
      demo.wait({ days: 6 });
      await chat.say('settings');
      chat.text(/Too old to be used without a warning: EUR/);
      chat.text(/No refund can be quoted without a rate: SEK/);
    });
  });

  describe('colleagues', () => {
    it('have their roles ticked on a card', async () => {
      const { demo, chat } = await as('global admin');
      await chat.say('colleagues');
      await chat.submit('open', { colleague: chat.card('colleagues').choice('colleague', /Hiroshi/) });
      expect(chat.card('colleague').value('roles')).toBe('HelpdeskAgent');
      await chat.submit('save', { roles: 'SalesAgent,HelpdeskAgent' });
      chat.text(/Hiroshi Tanaka: Sales agent and Helpdesk agent\. It counts from now on\./);
      chat.text(/Helpdesk agent → Sales agent, Helpdesk agent/);
      expect(await rolesOf(demo, 'hiroshi-helpdesk')).toEqual(['SalesAgent', 'HelpdeskAgent']);
    });

    it('without any role ticked are not saved', async () => {
      const { demo, chat } = await as('global admin');
      await chat.say('colleagues hiroshi');
      await chat.submit('save', { roles: '' });
      chat.text(/Tick at least one role, or remove the colleague/);
      expect(await rolesOf(demo, 'hiroshi-helpdesk')).toEqual(['HelpdeskAgent']);
    });

    it('keep what a colleague was given meanwhile by somebody else', async () => {
      const { demo, chat } = await as('global admin');
      await chat.say('colleagues hiroshi');
      await demo.giveRoles('hiroshi-helpdesk', ['AdminAgent', 'HelpdeskAgent']);
      await chat.submit('save', { roles: 'SalesAgent,HelpdeskAgent' });
      expect(await rolesOf(demo, 'hiroshi-helpdesk')).toEqual(['AdminAgent', 'SalesAgent', 'HelpdeskAgent']);
    });

    it('are given and lose roles in one typed line, from the start and further on', async () => {
      const { demo, chat } = await as('user management admin');
      await chat.say('give anna helpdesk agent');
      chat.text(/Anna Lindqvist: Admin agent and Helpdesk agent/);
      await chat.say('take admin agent from anna');
      expect(await rolesOf(demo, 'anna-admin')).toEqual(['HelpdeskAgent']);
      await chat.say('give sales agent');
      expect(await rolesOf(demo, 'anna-admin')).toEqual(['SalesAgent', 'HelpdeskAgent']);
    });

    it('are removed, act no more, and are brought back', async () => {
      const { demo, chat } = await as('global admin');
      const anna = new Chat(demo, { channel, conversationId: 'anna' });
      await anna.actAs('admin agent');
      await chat.say('colleagues');
      await chat.say('anna');
      await chat.submit('remove');
      chat.text(/Anna Lindqvist is removed and may not act at this desk any more/);
      await anna.say('buy fabrikam');
      anna.text(/I don't know you|not known at this desk|add you/);
      await chat.say('back');
      chat.text(/5 · Anna Lindqvist — removed/);
      await chat.say('5');
      await chat.submit('bringBack');
      chat.text(/Anna Lindqvist is back: Admin agent/);
      await anna.say('buy fabrikam');
      anna.card('choose-product');
    });

    it('nobody changes their own roles', async () => {
      const { demo, chat } = await as('global admin');
      await chat.say('colleagues giulia');
      chat.text(/This is you\. Nobody changes their own roles/);
      expect(chat.card('colleague').actions).toEqual(['back', 'cancel']);
      await chat.say('give admin agent');
      chat.text(/Nobody gives themselves a role or takes their own/);
      expect(await rolesOf(demo, 'giulia-global')).toEqual(['GlobalAdmin']);
    });

    it('the last one who manages users keeps that', async () => {
      const { demo, chat } = await as('global admin');
      await chat.say('remove colleague ursula');
      await chat.say('remove giulia');
      chat.text(/This is the last colleague who may/);
      expect(await rolesOf(demo, 'giulia-global')).toEqual(['GlobalAdmin']);
    });

    it.each(['admin agent', 'sales agent', 'helpdesk agent'])('are only looked at by a %s', async (role) => {
      const { demo, chat } = await as(role);
      const before = await demo.partnerBook();
      await chat.say('colleagues');
      chat.text(/Changing it takes the role Global admin or User management admin/);
      await chat.say('ursula');
      expect(chat.card('colleague').fields).toEqual([]);
      await chat.say('remove');
      chat.text(/This takes the role Global admin or User management admin/);
      expect(await demo.partnerBook()).toEqual(before);
    });

    it.each<[string, RegExp]>([
      ['give nobody helpdesk agent', /No colleague is called “nobody”/],
      ['give northbridge helpdesk agent', /Several colleagues are called “northbridge”: .*Anna Lindqvist/],
      ['give anna wizard', /That names no role\. The roles are Admin agent/],
      ['sing', /I did not understand “sing”\. Type the number or the name of a colleague/],
      ['9', /I did not understand “9”/],
    ])('"%s" says what to do instead', async (text, answer) => {
      const { demo, chat } = await as('global admin');
      const before = await demo.partnerBook();
      await chat.say('colleagues');
      await chat.say(text);
      chat.text(answer);
      chat.card('colleagues');
      expect(await demo.partnerBook()).toEqual(before);
    });
  });

  describe('rates', () => {
    it('are set on the card, today unless said otherwise', async () => {
      const { demo, chat } = await as('admin agent');
      await chat.say('rates');
      expect(chat.card('rates').value('day')).toBe('2026-11-21');
      await chat.submit('set', { currency: 'eur', rate: '1.0832' });
      chat.text(/From now on 1 EUR is 1\.0832 US dollars, the rate of Nov 21, 2026/);
      await chat.say('SEK 0.0951 2026-11-20');
      expect((await demo.partnerBook()).rates).toEqual({
        EUR: { usdPerUnit: '1.0832', day: '2026-11-21' },
        SEK: { usdPerUnit: '0.0951', day: '2026-11-20' },
      });
    });

    it('what is wrong is said beside its field, and the rest stays', async () => {
      const { demo, chat } = await as('admin agent');
      const before = await demo.partnerBook();
      await chat.say('rates');
      await chat.submit('set', { currency: 'EUR', rate: '1,0832', day: '2026-11-20' });
      chat.text(/“1,0832” is not a number as it is written here/);
      expect(chat.card('rates').value('currency')).toBe('EUR');
      expect(chat.card('rates').value('day')).toBe('2026-11-20');
      await chat.submit('set', { rate: '1.0832', day: '2026-11-22' });
      chat.text(/“2026-11-22” is still to come/);
      await chat.submit('set', { currency: 'USD', day: '2026-11-21' });
      chat.text(/not the code of a currency other than the US dollar/);
      expect(await demo.partnerBook()).toEqual(before);
    });

    it('a rate typed with the job is set at once; a wrong one is said', async () => {
      const { demo, chat } = await as('global admin');
      await chat.say('rate EUR=1.0832');
      expect((await demo.partnerBook()).rates.EUR).toEqual({ usdPerUnit: '1.0832', day: '2026-11-21' });
      await chat.say('close');
      await chat.say('rate EUR 0');
      chat.text(/“0” is not above zero/);
      chat.card('rates');
    });

    it.each(['sales agent', 'helpdesk agent', 'user management admin'])(
      'are only looked at by a %s',
      async (role) => {
        const { demo, chat } = await as(role);
        const before = await demo.partnerBook();
        await chat.say('rates');
        expect(chat.card('rates').fields).toEqual([]);
        await chat.say('EUR 1.0832');
        chat.text(/This takes the role Admin agent or Global admin/);
        expect(await demo.partnerBook()).toEqual(before);
      },
    );
  });

  describe('the policy', () => {
    it('is chosen with what it means, and in force from today', async () => {
      const { demo, chat } = await as('admin agent');
      await chat.say('policy');
      chat.text(/Azure today: prorated by days from the start, without a fee/);
      expect(chat.card('policy').value('policy')).toBe('partner-center');
      await chat.submit('switch', { policy: 'azure-current' });
      chat.text(/From today on the refund policy is Azure today/);
      chat.text(/In force {2}Azure today Since Nov 21, 2026/);
      expect((await demo.partnerBook()).refundPolicy).toBe('azure-current');
      await chat.say('azure current');
      chat.text(/Nothing changed: Azure today is in force already/);
      await chat.say('policy partner center');
      expect((await demo.partnerBook()).refundPolicy).toBe('partner-center');
    });

    it.each<[string, string]>([
      ['the policy', 'policy azure-current'],
      ['the rate', 'rate SEK 0.0951'],
    ])('a quote that waits is shown anew once %s has changed, and filed then', async (_what, change) => {
      const { demo, chat } = await open({ channel });
      await chat.say('refund northwind');
      await chat.say('2');
      const before = chat.card('refund-quote').text;
      const other = new Chat(demo, { channel, conversationId: 'another' });
      await other.say(change);
      await chat.say('file');
      expect(chat.card('refund-quote').text).not.toBe(before);
      expect((await demo.customer('northwind')).requests).toEqual([]);
      await chat.say('file');
      expect((await demo.customer('northwind')).requests).toHaveLength(1);
    });
  });

  describe('customer prices', () => {
    it('are a markup, and a price of its own, saved with one button', async () => {
      const { demo, chat } = await as('admin agent');
      await chat.say('prices fabrikam');
      chat.text(/No rule yet: the customer pays your own price/);
      const card = chat.card('customer-prices');
      const product = card.choice('product', /^1 · Standard_B1ls/);
      await chat.submit('save', { markup: '12.5', product, price: '29.99' });
      chat.text(/Markup 12\.5%, 1 product with a price of its own/);
      chat.text(/1 · Standard_B1ls East US · 1 year {2}USD 29\.99 own price · yours USD 27\.00/);
      chat.text(/2 · Standard_B1ls East US · 3 years {2}USD 57\.38 yours USD 51\.00/);
      await chat.submit('removeOne', { product });
      chat.text(/1 · Standard_B1ls East US · 1 year {2}USD 30\.38 yours USD 27\.00/);
      await chat.submit('clear');
      chat.text(/The customer pays your own price from now on/);
      expect((await demo.customer('fabrikam')).priceRules).toHaveLength(3);
    });

    it('are typed, and the numbers of the rows stay', async () => {
      const { demo, chat } = await as('global admin');
      await chat.say('prices fabrikam');
      await chat.say('markup -5');
      await chat.say('price 2 60.00');
      await chat.say('price 3 40');
      chat.text(/2 · Standard_B1ls East US · 3 years {2}USD 60\.00 own price/);
      chat.text(/3 · Standard_B1ls West Europe · 1 year {2}USD 40\.00 own price/);
      await chat.say('own prices');
      expect(chat.card('customer-prices').choices('product')).toHaveLength(3);
      await chat.say('remove 1');
      const rule = (await demo.customer('fabrikam')).priceRules?.at(-1);
      expect(rule).toMatchObject({ markupPercent: '-5', by: { userId: 'giulia-global' } });
      expect(Object.values(rule?.ownPrices ?? {})).toEqual(['40.00']);
      await chat.say('remove all');
      expect((await demo.customer('fabrikam')).priceRules?.at(-1)).toMatchObject({
        markupPercent: '0',
        ownPrices: {},
      });
    });

    it('are found by name and leafed through', async () => {
      const { chat } = await as('admin agent');
      await chat.say('prices fabrikam');
      await chat.say('b1ms west europe');
      expect(chat.card('customer-prices').choices('product')).toHaveLength(3);
      await chat.submit('search', { search: '' });
      await chat.submit('more');
      chat.text(/\[Show 17–24 of 70\]/);
      await chat.submit('search', { search: 'no such thing' });
      chat.text(/No product fits “no such thing”/);
    });

    it.each<[Record<string, string>, RegExp]>([
      [{ markup: 'much' }, /“much” is not a number as it is written here/],
      [{ markup: '5000' }, /is not from −100 to 1,000 percent/],
      [{ price: '5.00' }, /Choose a product of the list first/],
      [{ price: '' }, /Fill in what the customer pays/],
      [{ price: '5.005' }, /5\.005/],
    ])('%j is said to be wrong, and nothing is saved', async (filled, answer) => {
      const { demo, chat } = await as('admin agent');
      await chat.say('prices fabrikam');
      const card = chat.card('customer-prices');
      const named = filled.price === '' || filled.price === '5.005';
      const product = card.choice('product', named ? /^2 · / : /^None$/);
      await chat.submit('save', { ...filled, product });
      chat.text(answer);
      expect((await demo.customer('fabrikam')).priceRules).toBeUndefined();
    });

    it('are only looked at by a sales agent', async () => {
      const { demo, chat } = await as('sales agent');
      await chat.say('prices fabrikam');
      expect(chat.card('customer-prices').fields).toEqual(['search']);
      await chat.say('markup 5');
      chat.text(/This takes the role Admin agent or Global admin/);
      expect((await demo.customer('fabrikam')).priceRules).toBeUndefined();
    });
  });
});

describe('the activity log', () => {
  it('has what was done to the partner’s data, filtered as the rest is', async () => {
    const { chat } = await open();
    await chat.actAs('global admin');
    await chat.say('rate EUR 1.0832');
    await chat.say('give anna sales agent');
    await chat.say('give giulia sales agent');
    await chat.say('activity log');
    chat.text(/Rate set {2}Done[^[]*Settings · EUR · 1\.0870 of Nov 19, 2026 → 1\.0832 of Nov 21, 2026\n/);
    chat.text(/Roles changed {2}Done\n.*\n.*Admin agent → Admin agent, Sales agent$/m);
    chat.text(/Roles changed {2}Refused\n.*\n.*\nNobody changes their own roles$/m);
    await chat.say('action rate set');
    chat.text(/1–1 of 1, newest first/);
    await chat.say('for fabrikam');
    chat.noText(/Rate set .*Settings/);
  });

  it('names a file of the partner’s that can not be read, and shows the rest', async () => {
    const { demo, chat } = await open();
    demo.documents.damaged.add('rates/northbridge.json');
    await chat.say('activity log');
    chat.text(/Missing here, because the file can not be read: rates\/northbridge\.json/);
    chat.text(/Purchase/);
  });
});

describe('in other languages', () => {
  it('in het Nederlands', async () => {
    const { demo, chat } = await open({ activity: { locale: 'nl-NL' } });
    await chat.say('handel als globale beheerder');
    await chat.say('instellingen');
    chat.text(/Restitutiebeleid {2}Partnercentrum sinds/);
    await chat.say('geef anna de rol helpdeskmedewerker');
    chat.text(/Anna Lindqvist: Beheeragent en Helpdeskmedewerker\. Dit geldt vanaf nu\./);
    await chat.say('verwijder hiroshi');
    chat.text(/Hiroshi Tanaka is verwijderd/);
    await chat.say('koers EUR 1,0832');
    chat.text(/Vanaf nu is 1 EUR gelijk aan 1,0832 Amerikaanse dollar/);
    await chat.say('prijzen fabrikam');
    await chat.say('opslag 12,5');
    await chat.say('prijs 1 1.234,50');
    chat.text(/Opslag 12,5%, 1 product met een eigen prijs/);
    await chat.say('beleid azure nu');
    chat.text(/Vanaf vandaag is het restitutiebeleid Azure nu\./);
    const { rates, refundPolicy } = await demo.partnerBook();
    expect([rates.EUR?.usdPerUnit, refundPolicy]).toEqual(['1.0832', 'azure-current']);
    const rule = (await demo.customer('fabrikam')).priceRules?.at(-1);
    expect([rule?.markupPercent, Object.values(rule?.ownPrices ?? {})]).toEqual(['12.5', ['1234.50']]);
  });

  it('på svenska', async () => {
    const { demo, chat } = await open({ activity: { locale: 'sv-SE' } });
    await chat.say('agera som global administratör');
    await chat.say('kollegor');
    await chat.say('ge anna rollen supportagent');
    chat.text(/Anna Lindqvist: Administratörsagent och Supportagent\. Det gäller från och med nu\./);
    await chat.say('ta administratörsagent från anna');
    expect(await rolesOf(demo, 'anna-admin')).toEqual(['HelpdeskAgent']);
    await chat.say('ta bort');
    chat.text(/Anna Lindqvist är borttagen/);
    await chat.say('ta tillbaka');
    chat.text(/Anna Lindqvist är tillbaka: Supportagent/);
    await chat.say('kurs SEK 0,0951');
    chat.text(/Från och med nu är 1 SEK lika med 0,0951 amerikanska dollar/);
    await chat.say('priser fabrikam');
    await chat.say('påslag -2,5 %');
    chat.text(/Påslag -?−?2,5 %/);
    await chat.say('återbetalningspolicy');
    await chat.say('azure idag');
    chat.text(/är återbetalningspolicyn Azure idag/);
    expect((await demo.partnerBook()).rates.SEK?.usdPerUnit).toBe('0.0951');
  });
});
