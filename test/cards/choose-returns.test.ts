import { describe, expect, it } from '@jest/globals';
import { chooseReturnsCard } from '../../cards/views/choose-returns.js';
import { wordsFor } from '../../cards/words.js';
import { checkCard, HOSTILE, LOCALES, LONGEST } from './card-rules.js';
import { pageOf, said, worstPage } from './reservation-samples.js';

const words = wordsFor('en-US');
const customerName = 'Contoso Ltd';
const ID = '1b2c3d4e-0000-4000-8000-000000000000';

describe('the card on which returns are chosen', () => {
  it('says what each is worth in an exchange now', () => {
    const card = chooseReturnsCard(
      words,
      { customerName, reservations: pageOf(2), values: { [ID]: { value: '412.30', currency: 'USD' } } },
      { cardId: 'k' },
    );
    expect(checkCard(card)).toEqual([]);
    expect(said(card.text)).toContain(
      '1 · 5 × Standard_D2s_v5 — West Europe · 1 year — worth USD 412.30 now',
    );
  });

  it('asks how many only of those that have more than one', () => {
    const json = (quantity: number) =>
      JSON.stringify(
        chooseReturnsCard(
          words,
          { customerName, reservations: pageOf(1, 1, { quantity }), values: {} },
          { cardId: 'k' },
        ).content,
      );
    expect(json(5)).toContain(`"id":"quantity_${ID}"`);
    expect(json(5)).toContain('"placeholder":"all of 5"');
    expect(json(1)).not.toContain('quantity_');
  });

  it('keeps what was chosen, counts what was chosen on another page, and marks mistakes', () => {
    const card = chooseReturnsCard(
      words,
      { customerName, reservations: pageOf(8, 20), values: {} },
      {
        cardId: 'k',
        entries: { reservations: `${ID},elsewhere-1,elsewhere-2`, [`quantity_${ID}`]: '9' },
        errors: { [`quantity_${ID}`]: 'A whole number from 1 to 5.' },
      },
    );
    expect(checkCard(card)).toEqual([]);
    expect(JSON.stringify(card.content)).toContain(`"value":"${ID}"`);
    expect(said(card.text)).toContain('2 reservations chosen on another page.');
    expect(said(card.text)).toMatch(/A whole number from 1 to 5\.\nNumber 1: how many 9/);
    expect(said(card.text)).toContain('[Show 9–16 of 20]');
  });

  it('keeps all of a full page chosen', () => {
    const reservations = pageOf(8);
    const all = reservations.items.map(({ reservation }) => reservation.id).join(',');
    const card = chooseReturnsCard(
      words,
      { customerName, reservations, values: {} },
      { cardId: 'k', entries: { reservations: all } },
    );
    expect(JSON.stringify(card.content)).toContain(`"value":"${all}"`);
    expect(said(card.text)).not.toContain('on another page');
  });

  it('asks nothing where nothing can be exchanged', () => {
    const card = chooseReturnsCard(
      words,
      { customerName, reservations: pageOf(0), values: {} },
      { cardId: 'k' },
    );
    expect(checkCard(card)).toEqual([]);
    expect(said(card.text)).toContain('There is nothing to exchange here.');
    expect(JSON.stringify(card.content)).not.toContain('Input.');
  });

  it.each(LOCALES)('holds a full page of the longest hostile names, in %s', (locale) => {
    const reservations = worstPage();
    const ids = reservations.items.map(({ reservation }) => `quantity_${reservation.id}`);
    const card = chooseReturnsCard(
      wordsFor(locale),
      { customerName: LONGEST, reservations, values: { [ID]: { value: '9999999999.99', currency: 'USD' } } },
      {
        cardId: 'k',
        entries: Object.fromEntries(ids.map((id) => [id, HOSTILE])),
        errors: Object.fromEntries(ids.map((id) => [id, HOSTILE])),
      },
    );
    expect(checkCard(card)).toEqual([]);
  });
});
