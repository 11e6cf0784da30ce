import { describe, expect, it } from '@jest/globals';
import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import { pdfOf } from '../../cards/pdf.js';
import { chooseCopyCard, copyCard, languagesFor } from '../../cards/views/copy.js';
import { customerCopyPage } from '../../cards/views/customer-copy.js';
import { wordsFor } from '../../cards/words.js';
import { LANGUAGES } from '../../domain/model.js';
import type { CopyPurchase, CopyReturn, CustomerCopy } from '../../domain/use-cases/customer-copy.js';
import { checkCard, LOCALES, LONGEST } from './card-rules.js';

const made = new Date('2026-11-21T09:30:00Z');
const product = {
  id: 'vm',
  name: 'Standard_D2s_v5',
  type: 'virtualMachines',
  region: 'westeurope',
  term: 'P1Y',
  returnable: true,
} as const;
const bought: CopyPurchase = {
  product,
  quantity: 2,
  billing: 'monthly',
  subscription: 'Production',
  one: '660.00',
  all: '1320.00',
};
const returned: CopyReturn = {
  product,
  quantity: 1,
  ofQuantity: 3,
  boughtOn: '2026-05-01',
  price: '500.00',
  back: '250.00',
};
const order: CustomerCopy = {
  about: 'order',
  state: 'ordered',
  number: 'RD-1',
  at: '2026-11-20T12:00:00.000Z',
  partnerName: 'Northbridge',
  customerName: 'Škoda & Łódź AB',
  customerDomain: 'skoda.example',
  currency: 'EUR',
  pricesInclude: 'noTax',
  bought: [bought],
  boughtTotal: '1320.00',
  returned: [],
  back: '0.00',
  noLongerOwed: '0.00',
  net: '1320.00',
};
const refund: CustomerCopy = {
  ...order,
  about: 'refund',
  state: 'quoted',
  validUntil: '2026-11-20T12:15:00.000Z',
  bought: [],
  boughtTotal: '0.00',
  returned: [returned],
  back: '250.00',
  noLongerOwed: '120.00',
  net: '-250.00',
};
const exchange: CustomerCopy = {
  ...order,
  about: 'exchange',
  state: 'done',
  returned: [returned],
  back: '250.00',
  net: '1070.00',
};

async function read(copy: CustomerCopy, locale = 'en-US') {
  const pdf = await getDocumentProxy(
    new Uint8Array(await pdfOf(customerCopyPage(wordsFor(locale), copy, made))),
  );
  const { text, totalPages } = await extractText(pdf, { mergePages: true });
  const { info } = await getMeta(pdf);
  return { text: text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' '), totalPages, info };
}

describe('the PDF for a customer', () => {
  it('of an order says what was bought, the total, and how it is paid', async () => {
    const { text, totalPages, info } = await read(order);
    expect(totalPages).toBe(1);
    expect(info.Title).toBe('Order of Azure reservations');
    expect(text).toContain('Škoda & Łódź AB');
    expect(text).toContain('2 × Standard_D2s_v5');
    expect(text).toContain('EUR 660.00 each, in 12 monthly payments');
    expect(text).toContain('Total EUR 1,320.00');
    expect(text).toContain('This is not an invoice.');
  });

  it('of a refund quote says until when it holds, and that it is worked out again', async () => {
    const { text } = await read(refund, 'sv-SE');
    expect(text).toContain('Återbetalning av en Azure-reservation: beräkning');
    expect(text).toMatch(/Gäller till: 20 nov\. 2026/);
    expect(text).toContain('Att få tillbaka 250,00 EUR');
    expect(text).toContain('räknas om');
  });

  it('of an exchange says what is left to pay, or to be refunded', async () => {
    expect((await read(exchange)).text).toContain('To pay EUR 1,070.00');
    expect((await read({ ...exchange, net: '-10.00' })).text).toContain('To be refunded EUR 10.00');
  });

  it('of what came to nothing says so, without an amount to be refunded', async () => {
    const { text } = await read({ ...refund, state: 'declined', back: '0.00' });
    expect(text).toContain('Outcome Declined');
    expect(text).not.toContain('To be refunded');
  });

  it.each(LOCALES)(
    'is one page with as many lines and as long names as an exchange can have, in %s',
    async (locale) => {
      const long = { ...product, name: LONGEST, region: LONGEST, type: LONGEST };
      const worst: CustomerCopy = {
        ...exchange,
        partnerName: LONGEST,
        customerName: LONGEST,
        customerDomain: LONGEST,
        number: LONGEST,
        bought: Array.from({ length: 8 }, () => ({
          ...bought,
          product: long,
          subscription: LONGEST,
          all: '99999999.99',
        })),
        returned: Array.from({ length: 8 }, () => ({ ...returned, product: long })),
      };
      const { text, totalPages } = await read(worst, locale);
      expect(totalPages).toBe(1);
      expect(text).not.toMatch(/[\u202a-\u202e]/);
    },
  );

  it('has a title for every state that it can have', async () => {
    const states: [CustomerCopy['about'], CustomerCopy['state'][]][] = [
      ['refund', ['quoted', 'open', 'paid', 'declined', 'withdrawn']],
      ['exchange', ['quoted', 'open', 'done', 'declined', 'withdrawn']],
    ];
    for (const [about, all] of states)
      for (const state of all)
        expect(customerCopyPage(wordsFor('nl-NL'), { ...refund, about, state }, made).title).toMatch(/Azure/);
  });
});

describe('the card of a copy', () => {
  const links = LANGUAGES.map((language) => ({ language, url: `https://desk.example/download/${language}` }));

  it('shows the customer’s amount and a link in each language, the customer’s own first', () => {
    expect(languagesFor({ country: 'SE' })).toEqual(['sv', 'en', 'nl']);
    expect(languagesFor({ country: 'SE', language: 'nl' })).toEqual(['nl', 'en', 'sv']);
    expect(languagesFor({ country: 'DE' })).toEqual(['en', 'nl', 'sv']);
    expect(languagesFor({ country: '__proto__' })).toEqual(['en', 'nl', 'sv']);
    const card = copyCard(wordsFor('en-US'), { copy: order, links });
    expect(checkCard(card)).toEqual([]);
    expect(card.text.replaceAll('\u00a0', ' ')).toContain('The customer sees: EUR 1,320.00');
    expect(card.text).toContain('PDF in Dutch');
  });

  it('says why there are no links where files are not offered', () => {
    expect(copyCard(wordsFor('en-US'), { copy: refund, links: [] }).text).toContain('no public address');
  });

  it.each(LOCALES)('keeps the rules of cards with the most hostile names in %s', (locale) => {
    const words = wordsFor(locale);
    const named = { ...order, customerName: LONGEST, number: LONGEST };
    expect(checkCard(copyCard(words, { copy: named, links }))).toEqual([]);
    const items = Array.from({ length: 8 }, (_, i) => ({
      what: `order/${i}`,
      kind: 'order' as const,
      state: 'ordered' as const,
      number: LONGEST,
      at: order.at,
    }));
    const subjects = { items, total: 100, page: 1, pages: 13 };
    expect(checkCard(chooseCopyCard(words, { customerName: LONGEST, subjects }, { cardId: 'c' }))).toEqual(
      [],
    );
    const none = { items: [], total: 0, page: 1, pages: 1 };
    expect(
      checkCard(chooseCopyCard(words, { customerName: LONGEST, subjects: none }, { cardId: 'c' })),
    ).toEqual([]);
  });
});
