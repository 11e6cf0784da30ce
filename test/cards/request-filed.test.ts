import { describe, expect, it } from '@jest/globals';
import { portalFormText } from '../../cards/views/portal-form.js';
import { requestFiledCard } from '../../cards/views/request-filed.js';
import { wordsFor } from '../../cards/words.js';
import type { RequestFiled } from '../../domain/answers.js';
import { checkCard, LOCALES, LONGEST } from './card-rules.js';
import {
  ANNA,
  aReservation,
  D3,
  E4,
  F1,
  M1,
  refundQuote,
  requestFiled,
  said,
  WORST_EXCHANGE,
  worstPage,
} from './reservation-samples.js';

const words = wordsFor('en-US');
const pasted = (filed: RequestFiled) => portalFormText(filed).join('\n');

describe('the card of a filed request', () => {
  it('gives its number, what it comes to, and what Support needs', () => {
    const card = requestFiledCard(words, requestFiled(refundQuote(D3)));
    expect(checkCard(card)).toEqual([]);
    for (const fact of [
      'SR-20210107-0042',
      'Refund expected  USD 3,159.20',
      'Issue type  Billing',
      'Problem type  Reservation management',
      'Category  Exchanges and refunds',
      'Anna Admin, anna@partner.example, +31 20 555 0100, by phone',
      'Reservation ID\n1b2c3d4e-0000-4000-8000-000000000001',
      'Reservation order ID\n9f8e7d6c-0000-4000-8000-000000000001',
    ]) {
      expect(said(card.text)).toContain(fact);
    }
  });

  it('shows of a part the reservation that Support knows, as the text to paste does', () => {
    const part = aReservation({ id: '1b2c3d4e-0000-4000-8000-00000000000f', quantity: 2 });
    const filed = requestFiled(refundQuote({ ...D3, quantity: 2 }), { reservations: [part] });
    const text = said(requestFiledCard(words, filed).text);
    expect(text).toContain('Reservation ID\n1b2c3d4e-0000-4000-8000-000000000001');
    expect(text).not.toContain(part.id);
  });

  it('says plainly that it is recorded and not yet placed, with the link and the text to paste', () => {
    const filed = requestFiled(refundQuote(D3));
    const { text } = requestFiledCard(words, filed);
    expect(said(text)).toContain('Recorded here; not yet placed in Partner Center.');
    expect(said(text)).toContain(
      'https://portal.azure.com/#blade/Microsoft_Azure_Support/HelpAndSupportBlade/newsupportrequest',
    );
    expect(text).toContain(pasted(filed));
  });

  it('says once it is placed under which number, and has nothing more to paste', () => {
    const card = requestFiledCard(
      words,
      requestFiled(refundQuote(D3), {
        request: { placement: { state: 'placed', number: 'MS-77', by: ANNA } },
      }),
    );
    expect(checkCard(card)).toEqual([]);
    expect(said(card.text)).toContain('Placed in Partner Center as:\nMS-77');
    expect(said(card.text)).not.toContain('Text to paste');
    const unnumbered = requestFiled(refundQuote(D3), { request: { placement: { state: 'placed' } } });
    expect(said(requestFiledCard(words, unnumbered).text)).toContain('Placed in Partner Center.');
  });

  it('shows what falls away and what is no longer owed', () => {
    expect(said(requestFiledCard(words, requestFiled(refundQuote(F1))).text)).toContain(
      'Falls away  EUR 13,565.73',
    );
    expect(said(requestFiledCard(words, requestFiled(refundQuote(M1))).text)).toContain(
      'No longer owed  USD 1,000.00',
    );
  });

  it('names with an exchange all that is returned and all that is bought', () => {
    const second = aReservation({ id: '1b2c3d4e-0000-4000-8000-000000000002', quantity: 4 });
    const first = aReservation({ quantity: 4 });
    const filed = requestFiled(E4, { reservations: [first, second] });
    const card = requestFiledCard(words, filed);
    expect(checkCard(card)).toEqual([]);
    expect(said(card.text)).toContain('Exchange of 2 reservations');
    expect(said(card.text)).toContain('Net to pay  USD 372.00');
    const paste = pasted(filed);
    expect(said(paste)).toContain('To return: 4 of 4 × Standard_D2s_v5');
    expect(said(paste)).toContain('To return: 1 of 4 × Standard_D2s_v5');
    expect(said(paste)).toContain('To buy: 3 × Standard_D4s_v5 · West Europe · 3 years (One-time, Shared)');
  });

  it('names the reservation that Support knows, where a part of it has become one of its own here', () => {
    const part = aReservation({ id: '1b2c3d4e-0000-4000-8000-00000000000f', quantity: 2 });
    const filed = requestFiled(refundQuote({ ...D3, quantity: 2 }), { reservations: [part] });
    expect(pasted(filed)).toContain('To return: 2 of 5 × Standard_D2s_v5');
    expect(pasted(filed)).toContain(`Reservation ID: ${aReservation().id}`);
    expect(pasted(filed)).not.toContain(part.id);
  });

  it('gives every field of the form on a line of its own, in English whatever the user speaks', () => {
    const filed = requestFiled(refundQuote(D3));
    expect(portalFormText(filed).slice(0, 4)).toEqual([
      'Issue type: Billing',
      'Problem type: Reservation management',
      'Category: Exchanges and refunds',
      'Severity: C - Minimal impact',
    ]);
    for (const locale of LOCALES) {
      expect(requestFiledCard(wordsFor(locale), filed).text).toContain(pasted(filed));
    }
  });

  it('leaves the phone out where none was given', () => {
    const contact = { name: 'Anna Admin', email: 'anna@partner.example', method: 'email' } as const;
    const filed = requestFiled(refundQuote(D3), { request: { contact } });
    expect(pasted(filed)).toContain('Contact e-mail: anna@partner.example\nPreferred contact method: E-mail');
    expect(pasted(filed)).not.toContain('Contact phone');
  });

  it.each(LOCALES)('holds an exchange of eight for eight with the longest hostile names, in %s', (locale) => {
    const filed = requestFiled(WORST_EXCHANGE, {
      customerName: LONGEST,
      reservations: worstPage().items.map(({ reservation }) => reservation),
      request: { contact: { name: LONGEST, email: LONGEST, phone: LONGEST, method: 'phone' } },
    });
    expect(checkCard(requestFiledCard(wordsFor(locale), filed))).toEqual([]);
  });
});
