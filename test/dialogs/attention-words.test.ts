/** Days ahead and a customer, in one line and in three languages. */
import { describe, expect, it } from '@jest/globals';
import { wordsFor } from '../../cards/words.js';
import { askedIn } from '../../dialogs/attention-words.js';

describe('what is asked', () => {
  it.each<[string, string, string, number | undefined]>([
    ['en', '', '', undefined],
    ['en', '60 days', '', 60],
    ['en', '1 day', '', 1],
    ['en', '60d', '', 60],
    ['en', 'in the next 60 days', '', 60],
    ['en', 'Fabrikam in 60 days', 'Fabrikam', 60],
    ['en', 'Fabrikam within the next 7 Days', 'Fabrikam', 7],
    ['en', 'Studio 54 days', 'Studio', 54],
    ['en', 'Fabrikam', 'Fabrikam', undefined],
    ['en', '0 days', '0 days', undefined],
    ['en', '12345 days', '12345 days', undefined],
    ['en', 'A60 days', 'A60 days', undefined],
    ['en', '60 customers', '60 customers', undefined],
    ['nl', 'binnen 30 dagen', '', 30],
    ['nl', 'Fabrikam de komende 30 dagen', 'Fabrikam', 30],
    ['nl', 'fabrikam in 30 days', 'fabrikam', 30],
    ['sv', 'inom 30 dagar', '', 30],
    ['sv', 'Fabrikam de närmaste 30 dagarna', 'Fabrikam', 30],
    ['sv', 'Fabrikam om 30 dagar', 'Fabrikam', 30],
  ])('in %s by "%s"', (locale, text, query, days) => {
    expect(askedIn({ words: wordsFor(locale) }, text)).toEqual({
      query,
      ...(days === undefined ? {} : { days }),
    });
  });
});
