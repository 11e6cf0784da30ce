/** Text as it is compared: without case, accents and whatever else people leave out or add while they type. */
import { describe, expect, it } from '@jest/globals';
import { normalized, ungrouped, wordsIn } from '../../../domain/search/text.js';

describe('a text as it is compared', () => {
  it.each([
    ['Ørsted', 'orsted'],
    ['ŁÓDŹ', 'lodz'],
    ['Đakovo', 'dakovo'],
    ['Seyðisfjörður', 'seydisfjordur'],
    ['Þór', 'thor'],
    ['Straße', 'strasse'],
    ['Næstved', 'naestved'],
    ['Cœur', 'coeur'],
    ['Diyarbakır', 'diyarbakir'],
    ['Malmö', 'malmo'],
    ['ﬁle', 'file'],
    ['  Two \t words \n', 'two words'],
    ['', ''],
  ])('"%s" is "%s"', (text, compared) => {
    expect(normalized(text)).toBe(compared);
  });

  it.each([
    ['Margie’s Travel', ['margies', 'travel']],
    ["L'Atelier", ['latelier']],
    ['O`Neill', ['oneill']],
    ['a-b.c_d/e', ['a', 'b', 'c', 'd', 'e']],
    ['Contoso 365, Inc.', ['contoso', '365', 'inc']],
    ['株式会社 コントソ', ['株式会社', 'コントソ']],
    [' · ', []],
    ['', []],
  ])('the words of "%s" are %j', (text, words) => {
    expect(wordsIn(text)).toEqual(words);
  });

  it.each([
    ['50,000', '50000'],
    ['50.000', '50000'],
    ['1,000,000 RU/s', '1000000 RU/s'],
    ['5.5', '5.5'],
    ['1,00', '1,00'],
    ['1.0000', '1.0000'],
    ['a,000', 'a,000'],
    ['12,345.67', '12345.67'],
  ])('%s is the number %s', (text, number) => {
    expect(ungrouped(text)).toBe(number);
  });
});
