import { describe, expect, it } from '@jest/globals';
import { clean, plain, short } from '../../cards/plain.js';
import { field, mistakes } from '../../cards/views/ask.js';
import { nextPage, preset } from '../../cards/views/choices.js';
import { offerFilterFrom } from '../../cards/views/offer-filter.js';
import { asksFromList, resellerNamed } from '../../cards/views/reseller-field.js';
import { wordsFor } from '../../cards/words.js';
import { resellers, review } from './facts.js';

const words = wordsFor('en-US');

describe('names as text', () => {
  it('are never markup where Markdown is read, and stay as they are where it is not', () => {
    expect(plain('**x** [l](http://e)')).toBe('\\*\\*x\\*\\* \\[l\\](http://e)');
    expect(plain('Standard_D2s_v5')).toBe('Standard_D2s_v5');
    expect(clean('a\u202eb\u0007')).toBe('a b');
  });
  it('are cut with an ellipsis at whole characters', () => {
    expect(short('Fabrikam', 8)).toBe('Fabrikam');
    expect(short('😀😀😀😀', 3)).toBe('😀😀…');
  });
});

describe('a field', () => {
  it('keeps an entry that was emptied rather than to preset it again', () => {
    expect(field({ cardId: 'c', entries: { quantity: '' } }, 'quantity', '1').value).toBe('');
    expect(field({ cardId: 'c' }, 'quantity', '1').value).toBe('1');
  });
  it('is counted among the mistakes where it has one', () => {
    expect(mistakes(words, { cardId: 'c', errors: { a: 'x', b: 'y' } }).error).toContain('2 lines');
    expect(mistakes(words, { cardId: 'c', errors: {} }).wrong).toBe(false);
  });
});

describe('a list to choose from', () => {
  const two = [
    { value: 'a', title: 'A' },
    { value: 'b', title: 'B' },
  ];
  it('presets what was chosen before, or the only one, and nothing else', () => {
    expect(preset(two, 'b')).toBe('b');
    expect(preset(two, 'gone')).toBe('');
    expect(preset(two.slice(0, 1), undefined)).toBe('a');
  });
  it('has a next page until the last', () => {
    expect(nextPage(words, { items: [], total: 23, page: 2, pages: 3 }).moreTitle).toBe('Show 17–23 of 23');
    expect(nextPage(words, { items: [], total: 23, page: 3, pages: 3 }).more).toBe(false);
  });
});

describe('the filters of products', () => {
  it('are those that were chosen; Any is none, and an unknown segment is none', () => {
    const values = { text: ' d2s ', type: 'any', region: 'westeurope', term: '', segment: 'pirates' };
    expect(offerFilterFrom(values, 2)).toEqual({ text: 'd2s', region: 'westeurope', page: 2 });
    expect(offerFilterFrom({ segment: 'education' })).toEqual({ segment: 'education', page: 1 });
  });
});

describe('the reseller of an item', () => {
  const some = [
    { id: 'r1', name: 'Alpha IT', mpnId: '1000001' },
    { id: 'r2', name: 'Beta', mpnId: '1000002' },
  ];
  it('is found by id, MPN ID or whole name, and never by a part', () => {
    expect(resellerNamed(some, 'r2')?.name).toBe('Beta');
    expect(resellerNamed(some, '1000001')?.id).toBe('r1');
    expect(resellerNamed(some, ' alpha it ')?.id).toBe('r1');
    expect(resellerNamed(some, 'alpha')).toBeUndefined();
  });
  it('is picked from a list where the list fits on the card', () => {
    expect(asksFromList({ items: review.items, resellers: some })).toBe(true);
    expect(asksFromList({ items: review.items, resellers: resellers(300) })).toBe(false);
    expect(asksFromList({ items: review.items, resellers: [] })).toBe(false);
  });
});
