/** The four jobs typed in Dutch and in Swedish; switching the language, and what is remembered of it. */
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';
import { goTo, STEPS } from './steps.js';

const open = async (locale: string) => {
  const demo = await DemoDesk.open();
  return { demo, chat: new Chat(demo, { activity: { locale } }) };
};

describe('in het Nederlands', () => {
  it('kopen', async () => {
    const { demo, chat } = await open('nl-NL');
    await chat.say('hallo');
    chat.text(/^Hallo Anna Lindqvist — Northbridge Cloud Distribution\nJe rol: Beheeragent$/m);
    await chat.say('Kopen voor Fabrikam');
    chat.text(/^Kies een reservering$/m);
    await chat.say('1 x 2');
    chat.text(/^Controleer de bestelling$/m);
    chat.text(/Totaal {2}USD 5\.118,00/);
    await chat.say('maandelijks');
    chat.text(/12 maandtermijnen, de eerste USD 426,50/);
    await chat.say('eenmalig');
    await chat.say('koop');
    chat.text(/^Bestelling vastgelegd$/m);
    chat.text(/Hier vastgelegd; nog niet geplaatst in Partnercentrum\./);
    expect((await demo.customer('fabrikam')).orders.at(-1)?.total).toBe('5118.00');
  });

  it('restitutie', async () => {
    const { demo, chat } = await open('nl-NL');
    await chat.say('restitutie van fabrikam');
    chat.text(/^Welke reservering gaat terug\?$/m);
    await chat.say('alles');
    chat.text(/Kies een reservering\./);
    await chat.say('2 x 1');
    chat.text(/^Restitutieberekening$/m);
    chat.text(/dagen geleden gekocht/);
    await chat.say('wat nu?');
    chat.text(/Ik begreep “wat nu\?” niet\. Typ indienen om in te dienen, of annuleren\./);
    await chat.say('Dien in.');
    chat.text(/^Aanvraag ingediend$/m);
    chat.text(/Reserveringsbeheer \(Reservation management\)/);
    expect((await demo.customer('fabrikam')).requests).toHaveLength(1);
  });

  it('inruilen', async () => {
    const { demo, chat } = await open('nl-NL');
    await chat.say('inruilen voor fabrikam');
    await chat.say('1 en 2 x 1');
    chat.text(/Te halen inruilwaarde {2}USD 5\.889,21/);
    await chat.say('annuleer');
    chat.text(/^Geannuleerd\. Er is niets ingediend of gekocht\.$/m);
    await chat.say('ruil in fabrikam');
    await chat.say('3');
    await chat.say('1 x 2');
    chat.text(/Netto te betalen {2}USD/);
    await chat.say('indienen');
    chat.text(/^Aanvraag ingediend$/m);
    expect((await demo.customer('fabrikam')).requests[0]?.quote?.kind).toBe('exchange');
  });

  it('machtigingen', async () => {
    const { demo, chat } = await open('nl-NL');
    await chat.say('machtigingen van fabrikam');
    chat.text(/Jullie betalen wat de klant koopt\./);
    await chat.say('aan');
    chat.text(/^De machtiging staat aan$/m);
    await chat.say('machtigingen van fabrikam');
    await chat.say('schakel uit');
    chat.text(/^De machtiging staat uit$/m);
    expect((await demo.customer('fabrikam')).permission.on).toBe(false);
  });

  it('in een andere rol, met wat eraan ontbreekt', async () => {
    const { chat } = await open('nl-NL');
    await chat.say('handel als verkoopagent');
    chat.text(/^Je handelt nu als Sanjay Mehta \(Verkoopagent\)\.$/);
    await chat.say('machtigingen fabrikam');
    await chat.say('aan');
    chat.text(/Hiervoor is de rol Beheeragent nodig\./);
    await chat.say('handel als tovenaar');
    chat.text(/Ik ken de rol “tovenaar” niet\..*Helpdeskmedewerker/);
  });
});

describe('på svenska', () => {
  it('köp', async () => {
    const { demo, chat } = await open('sv-SE');
    await chat.say('hej');
    chat.text(/^Hej Anna Lindqvist — Northbridge Cloud Distribution\nDin roll: Administratörsagent$/m);
    await chat.say('Köp till Fabrikam');
    chat.text(/^Välj en reservation$/m);
    await chat.say('1 x 2');
    chat.text(/^Granska beställningen$/m);
    chat.text(/Totalt {2}5 118,00 USD/);
    await chat.say('månadsvis');
    chat.text(/12 månadsbetalningar, den första 426,50 USD/);
    await chat.say('på en gång');
    await chat.say('lägg till');
    await chat.say('2');
    await chat.say('ta bort 2');
    await chat.say('köp');
    chat.text(/^Beställningen är registrerad$/m);
    chat.text(/Registrerat här; ännu inte lagt i Partnercenter\./);
    expect((await demo.customer('fabrikam')).orders.at(-1)?.total).toBe('5118.00');
  });

  it('återbetalning', async () => {
    const { demo, chat } = await open('sv-SE');
    await chat.say('återbetalning för fabrikam');
    chat.text(/^Vilken reservation lämnas tillbaka\?$/m);
    await chat.say('2 x alla');
    chat.text(/^Beräkning av återbetalning$/m);
    chat.text(/Köpt för \d+ dagar sedan/);
    await chat.say('vad nu?');
    chat.text(/Jag förstod inte ”vad nu\?”\. Skriv skicka in för att skicka in, eller avbryt\./);
    await chat.say('skicka in');
    chat.text(/^Begäran är inskickad$/m);
    chat.text(/Reservationshantering \(Reservation management\)/);
    expect((await demo.customer('fabrikam')).requests).toHaveLength(1);
  });

  it('byt ut', async () => {
    const { demo, chat } = await open('sv-SE');
    await chat.say('byt ut åt fabrikam');
    await chat.say('1 och 2 x 1');
    chat.text(/Returvärde att nå upp till {2}5 889,21 USD/);
    await chat.say('avbryt');
    chat.text(/^Avbrutet\. Inget har skickats in eller köpts\.$/m);
    await chat.say('utbyte fabrikam');
    await chat.say('3');
    await chat.say('1 x 2');
    chat.text(/Netto att betala/);
    await chat.say('ändra');
    await chat.say('1 x 2');
    await chat.say('skicka in');
    chat.text(/^Begäran är inskickad$/m);
    expect((await demo.customer('fabrikam')).requests[0]?.quote?.kind).toBe('exchange');
  });

  it('behörigheter', async () => {
    const { demo, chat } = await open('sv-SE');
    await chat.say('behörigheter för fabrikam');
    chat.text(/Ni betalar det som kunden köper\./);
    await chat.say('på');
    chat.text(/^Behörigheten är på$/m);
    await chat.say('behörigheter fabrikam');
    await chat.say('stäng av');
    chat.text(/^Behörigheten är av$/m);
    expect((await demo.customer('fabrikam')).permission.on).toBe(false);
  });

  it('säger vad som faller bort, och skickar bara in med ja till det', async () => {
    const { demo, chat } = await open('sv-SE');
    await chat.say('avbryt reservation för woodgrove');
    await chat.say('1');
    chat.text(/faller bort/);
    await chat.say('skicka in');
    chat.text(/skulle falla bort\. Vill du skicka in ändå\?/);
    const before = (await demo.customer('woodgrove')).requests.length;
    await chat.say('godta förlusten');
    expect((await demo.customer('woodgrove')).requests).toHaveLength(before + 1);
  });
});

describe('numbers', () => {
  it.each([
    ['nl-NL', 'aantal 1.000', /USD 2\.559,00 × 1\.000/],
    ['sv-SE', 'antal 1 000', /2 559,00 USD × 1 000/],
    ['en-US', 'quantity 1,000', /USD 2,559\.00 × 1,000/],
    ['nl-NL', 'aantal 1.000.000', /Vul een geheel getal in van 1 tot en met 1\.000\./],
  ])('are read and written as %s does: "%s"', async (locale, typed, told) => {
    const { chat } = await open(locale);
    await chat.say('buy fabrikam');
    await chat.say('1');
    await chat.say(typed);
    chat.text(told);
  });

  it.each([
    ['nl-NL', '1 x 1,5', /Met “1,5” gaat het niet\./],
    ['nl-NL', '1 x 1,000', /Met “1,000” gaat het niet\./],
    ['sv-SE', '1 x 1,5', /”1,5” fungerar inte\./],
    ['en-US', '1 x 1.000', /“1\.000” does not work\./],
  ])('that are not whole as %s writes them are refused: "%s"', async (locale, typed, told) => {
    const { chat } = await open(locale);
    await chat.say('buy fabrikam');
    await chat.say(typed);
    chat.text(told);
  });

  it('"antal 1 000" with two items says not which one, and changes neither', async () => {
    const { demo, chat } = await open('sv-SE');
    await chat.say('köp fabrikam');
    await chat.say('1 x 2');
    await chat.say('lägg till');
    await chat.say('2');
    await chat.say('antal 1 000');
    const [cart] = Object.values((await demo.customer('fabrikam')).carts);
    expect(cart?.items.map(({ quantity }) => quantity)).toEqual([2, 1]);
  });
});

describe('a product', () => {
  it.each([
    ['nl-NL', 'd2s_v5 west europe 3 jaar', /3 jaar/],
    ['sv-SE', 'd2s_v5 west europe 3 år', /3 år/],
  ])('is found by its term as %s says it: "%s"', async (locale, typed, term) => {
    const { chat } = await open(locale);
    await chat.say('buy northwind');
    await chat.say(typed);
    chat.card('choose-product').choice('product', term);
  });
});

describe('the language', () => {
  it.each([
    ['nl', /^Hallo/m],
    ['nl-BE', /^Hallo/m],
    ['NL-nl', /^Hallo/m],
    ['sv-FI', /^Hej/m],
    ['fr-FR', /^Hello/m],
    ['no language at all', /^Hello/m],
  ])('is that of the channel: %s', async (locale, greeting) => {
    const { chat } = await open(locale);
    await chat.join();
    chat.text(greeting);
  });

  it.each([
    ['nederlands', 'en-US', /^Vanaf nu schrijf ik in het Nederlands\.$/m],
    ['Dutch, please', 'sv-SE', /^Vanaf nu/m],
    ['language dutch', 'en-US', /^Vanaf nu/m],
    ['in het engels', 'nl-NL', /^From now on I write in English\.$/m],
    ['English!', 'sv-SE', /^From now on/m],
    ['taal: zweeds', 'nl-NL', /^Från och med nu skriver jag på svenska\.$/m],
    ['byt till svenska', 'en-US', /^Från och med nu/m],
  ])('is switched by asking: "%s" in a chat in %s', async (asked, locale, told) => {
    const { chat } = await open(locale);
    await chat.say(asked);
    chat.text(told);
    chat.card('welcome');
  });

  it.each(['svenska institutet', 'buy for dutch bakery', 'in', 'swedish match ab'])(
    'is not switched by a text that only holds the name of one: "%s"',
    async (text) => {
      const { chat } = await open('en-US');
      await chat.say(text);
      chat.noText(/Vanaf nu|Från och med/);
    },
  );

  it('is asked for by name where only "language" is said, and the step waits on', async () => {
    const { chat } = await open('en-US');
    await chat.say('refund fabrikam');
    await chat.say('taal');
    chat.card('choose-reservation');
    await chat.say('language');
    chat.text(/^Which language\? Type English, Nederlands or Svenska\.$/m);
    chat.card('choose-reservation');
  });

  describe.each(CHANNELS)('on %s', (channel) => {
    it.each(STEPS)('at "$name": the step is asked again in the new language, and works', async (step) => {
      const demo = await DemoDesk.open();
      const chat = new Chat(demo, { channel });
      await goTo(chat, step);
      const before = chat.card(step.kind);
      await chat.say('svenska');
      const after = chat.card(step.kind);
      expect(after.cardId).not.toBe(before.cardId);
      expect(after.content.lang).toBe('sv');
      await chat.submit('cancel');
      chat.text(/^Avbrutet\./m);
    });
  });

  it('is remembered for the user, in every chat and over a restart, whatever the channel says', async () => {
    const { demo, chat } = await open('en-US');
    await chat.say('nederlands');
    chat.restart();
    await chat.say('help');
    chat.text(/^Wat je kunt typen$/m);
    const other = new Chat(demo, { channel: 'msteams', activity: { locale: 'sv-SE' } });
    await other.say('hello');
    other.text(/^Hallo Anna/m);
  });

  it('is that of the user one acts as', async () => {
    const { chat } = await open('en-US');
    await chat.say('nederlands');
    await chat.say('handel als sales agent');
    chat.text(/^You now act as Sanjay Mehta \(Sales agent\)\.$/);
    await chat.say('act as admin agent');
    chat.text(/^Je handelt nu als Anna Lindqvist \(Beheeragent\)\.$/);
  });

  it('tells nothing of mistakes that were told in another', async () => {
    const { chat } = await open('en-US');
    await chat.say('refund fabrikam');
    await chat.say('17');
    chat.text(/no number 17/);
    await chat.say('nederlands');
    expect(chat.card('choose-reservation').text).not.toMatch(/17|no number/);
  });

  it('goes on as the channel says where the preferences can not be read', async () => {
    const { demo, chat } = await open('sv-SE');
    await chat.say('nederlands');
    demo.documents.damaged.add('preferences/northbridge/anna-admin.json');
    await chat.say('hello');
    chat.text(/^Hej Anna/m);
  });

  it.each(['nl-NL', 'sv-SE'])('English words are understood in %s too', async (locale) => {
    const { demo, chat } = await open(locale);
    await chat.say('buy for fabrikam');
    await chat.say('1 x 2');
    await chat.say('monthly');
    await chat.say('one-time');
    await chat.say('buy');
    expect((await demo.customer('fabrikam')).orders.at(-1)?.total).toBe('5118.00');
    await chat.say('permissions fabrikam');
    await chat.say('turn on');
    expect((await demo.customer('fabrikam')).permission.on).toBe(true);
  });
});
