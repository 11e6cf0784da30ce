import { describe, expect, it } from '@jest/globals';
import { permissionPasteText, permissionSetCard } from '../../cards/views/permission-set.js';
import { wordsFor } from '../../cards/words.js';
import { checkCard, LOCALES, LONGEST } from './card-rules.js';
import { ANNA, permissionFacts } from './reservation-samples.js';

const words = wordsFor('en-US');
const switched = (on: boolean) =>
  permissionFacts({
    on,
    changedAt: '2021-01-07T09:16:00Z',
    changedBy: ANNA,
    placement: { state: 'recorded' },
  });

describe('the card after a switch of the permission', () => {
  it.each([
    [true, 'Permission is on', 'Create Customer Purchase Permissions'],
    [false, 'Permission is off', 'Delete Customer Purchase Permissions'],
  ])('says what it is now (on: %s) and how it is logged', (on, title, logged) => {
    const card = permissionSetCard(words, { facts: switched(on), changed: true });
    expect(checkCard(card)).toEqual([]);
    expect(card.text).toContain(title);
    expect(card.text).toContain(logged);
  });

  it('says plainly that it is recorded and not yet placed, with the link and the text to paste', () => {
    const set = { facts: switched(true), changed: true };
    const { text } = permissionSetCard(words, set);
    expect(text).toContain('Recorded here; not yet placed in Partner Center.');
    expect(text).toContain('https://partner.microsoft.com/dashboard/v2/customers/list');
    expect(text).toContain(permissionPasteText(words, set));
    expect(permissionPasteText(words, set)).toContain('Allow customer to purchase, Azure reservations: On');
  });

  it('has nothing to paste once it is placed', () => {
    const facts = { ...switched(true), placement: { state: 'placed' } as const };
    const card = permissionSetCard(words, { facts, changed: true });
    expect(checkCard(card)).toEqual([]);
    expect(card.text).toContain('Placed in Partner Center.');
    expect(card.text).not.toContain('Text to paste');
  });

  it.each([
    [true, 'It was on already; nothing was changed.'],
    [false, 'It was off already; nothing was changed.'],
  ])('is no error where it was so already (on: %s), and nothing is logged', (on, words_) => {
    const card = permissionSetCard(words, { facts: permissionFacts({ on }), changed: false });
    expect(checkCard(card)).toEqual([]);
    expect(card.text).toContain(words_);
    expect(card.text).not.toContain('activity log');
  });

  it.each(LOCALES)('shows the longest hostile names as text only, in %s', (locale) => {
    const facts = { ...switched(false), customerName: LONGEST, changedBy: { ...ANNA, name: LONGEST } };
    expect(checkCard(permissionSetCard(wordsFor(locale), { facts, changed: true }))).toEqual([]);
  });
});
