/** Numbers are read as the user's language writes them, wherever one can be typed; written another way they are refused. */
import { describe, expect, it } from '@jest/globals';
import { Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

/** What leads to the place, with English words, which every user may type. */
const PLACES = {
  paid: ['refund fabrikam', '1', 'file', 'requests fabrikam', '1', 'settle'],
  rate: ['rates'],
  price: ['prices fabrikam'],
  markup: ['prices fabrikam'],
  quantity: ['buy fabrikam', '1'],
  bulk: [],
  missing: ['refund fabrikam', 'fill in'],
} as const;

const sheet = (quantity: string) =>
  `customer;product;region;term;quantity;billing;scope;reseller\nfabrikam.example;Standard_B1ms;eastus;1 year;${quantity};monthly;shared;First Up Consultants`;

const READ: readonly (readonly [locale: string, place: keyof typeof PLACES, typed: string, told: RegExp])[] =
  [
    ['nl-NL', 'paid', 'paid 1.234,5', /USD 1\.234,50/],
    ['nl-NL', 'paid', 'paid 1.234', /USD 1\.234,00/],
    ['nl-NL', 'paid', 'paid 1,234.50', /“1,234\.50” is geen bedrag\./],
    ['nl-NL', 'paid', 'paid 12.34', /“12\.34” is geen bedrag\./],
    ['sv-SE', 'paid', 'paid 1 234,5', /1 234,50 USD/],
    ['sv-SE', 'paid', 'paid 1.234,50', /”1\.234,50” är inget belopp\./],
    ['en-US', 'paid', 'paid 1.234,50', /“1\.234,50” is not an amount\./],
    ['nl-NL', 'rate', 'EUR 1,083', /1 EUR gelijk aan 1,083 Amerikaanse dollar/],
    ['nl-NL', 'rate', 'EUR 1.083', /“1\.083” is tien dollar of meer/],
    ['sv-SE', 'rate', 'EUR 1,083', /1 EUR lika med 1,083 amerikanska dollar/],
    ['sv-SE', 'rate', 'EUR 1.083', /”1\.083” är inte ett tal så som det skrivs här/],
    ['nl-NL', 'price', 'price 1 1.234,5', /USD 1\.234,50 eigen prijs/],
    ['nl-NL', 'price', 'price 1 1,234.50', /“1,234\.50”/],
    ['sv-SE', 'price', 'price 1 1 234,5', /1 234,50 USD eget pris/],
    ['sv-SE', 'price', 'price 1 1.234,50', /”1\.234,50”/],
    ['nl-NL', 'markup', 'markup 12,5', /Opslag 12,5%/],
    ['nl-NL', 'markup', 'markup 12.5', /“12\.5” is geen getal/],
    ['sv-SE', 'markup', 'markup 12,5', /Påslag 12,5 %/],
    ['sv-SE', 'markup', 'markup 12.5', /”12\.5” är inte ett tal/],
    ['nl-NL', 'quantity', 'quantity 1.000', /× 1\.000/],
    ['sv-SE', 'quantity', 'quantity 1 000', /× 1 000/],
    ['nl-NL', 'bulk', sheet('1.000'), /USD 107\.000,00/],
    ['nl-NL', 'bulk', sheet('1,5'), /Met “1,5” gaat het niet\./],
    ['sv-SE', 'bulk', sheet('1 000'), /107 000,00 USD/],
    ['sv-SE', 'bulk', sheet('1.000'), /”1\.000” fungerar inte\./],
    ['nl-NL', 'missing', '1.234,5 EUR 2026-11-16 one-time', /EUR 1\.234,50/],
    ['nl-NL', 'missing', '1,234.50 EUR 2026-11-16 one-time', /1,234\.50/],
    ['sv-SE', 'missing', '1 234,5 EUR 2026-11-16 one-time', /1 234,50 EUR/],
    ['sv-SE', 'missing', '1.234,50 EUR 2026-11-16 one-time', /1\.234,50/],
  ];

/** What stands at the customer and the partner, but for the note that something was refused. */
async function standing(demo: DemoDesk) {
  const { activity: _refused, attempts: _tried, ...customer } = await demo.customer('fabrikam');
  const { rates } = await demo.partnerBook();
  return { customer, rates };
}

describe('a number that is typed', () => {
  it.each(READ)('in %s, %s: "%s"', async (locale, place, typed, told) => {
    const demo = await DemoDesk.open();
    if (place === 'missing') await demo.forgetPrices('fabrikam');
    const chat = new Chat(demo, { activity: { locale } });
    for (const text of PLACES[place]) await chat.say(text);
    const before = await standing(demo);
    await chat.say(typed);
    chat.text(told);
    // What is not read as a number changes nothing.
    if (/“|”/.test(told.source)) expect(await standing(demo)).toEqual(before);
  });
});
