import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { countryFromText, requireMarket, soldIn } from '../../../domain/policy/markets.js';
import { refusalOf } from '../../support/builders.js';

const MARKETS: { name: string; iso2: string | null }[] = JSON.parse(
  readFileSync(new URL('../../../domain/policy/unavailable-markets.json', import.meta.url), 'utf8'),
);

describe('unavailable markets', () => {
  it('are 109 names with 105 codes, and Kosovo without one', () => {
    expect(MARKETS).toHaveLength(109);
    expect(new Set(MARKETS.flatMap(({ iso2 }) => iso2 ?? [])).size).toBe(105);
    expect(MARKETS.filter(({ iso2 }) => iso2 === null).map(({ name }) => name)).toEqual(['Kosovo']);
  });

  it.each(MARKETS.map(({ name, iso2 }) => [name, iso2 ?? 'XK']))(
    '%s (%s) is blocked, by code and by name',
    (name, iso2) => {
      expect(soldIn(iso2)).toBe(false);
      expect(soldIn(iso2.toLowerCase())).toBe(false);
      expect(countryFromText(name, 'en')).toBe(iso2);
      expect(countryFromText(iso2, 'en')).toBe(iso2);
      expect(refusalOf(() => requireMarket({ country: iso2 }))).toEqual({
        code: 'ReservationsNotSoldInMarket',
        country: iso2,
      });
    },
  );

  it.each([
    'NG',
    'DO',
    'HK',
    'MO',
    'TW',
    'FI',
    'GB',
    'US',
    'VI',
    'SD',
    'NL',
    'SE',
    'BE',
    'FR',
    'NO',
    'DK',
    'RO',
    'IE',
  ])('do not include %s', (country) => {
    expect(soldIn(country)).toBe(true);
    expect(refusalOf(() => requireMarket({ country }))).toBeUndefined();
  });

  it('leave a customer without a country to be asked for it', () => {
    expect(refusalOf(() => requireMarket({}))).toEqual({ code: 'CountryUnknown' });
    expect(refusalOf(() => requireMarket({ country: '' }))).toEqual({ code: 'CountryUnknown' });
  });
});

describe('a country from a text', () => {
  it.each([
    ['Niger', 'NE'],
    ['Nigeria', 'NG'],
    ['Dominica', 'DM'],
    ['Dominican Republic', 'DO'],
    ['Congo', 'CG'],
    ['Congo (DRC)', 'CD'],
    ['Democratic Republic of the Congo', 'CD'],
    ['China', 'CN'],
    ['Hong Kong', 'HK'],
    ['Macao', 'MO'],
    ['Macau', 'MO'],
    ['Taiwan', 'TW'],
    ['Guinea', 'GN'],
    ['Guinea-Bissau', 'GW'],
    ['Equatorial Guinea', 'GQ'],
    ['Papua New Guinea', 'PG'],
    ['Mali', 'ML'],
    ['Malawi', 'MW'],
    ['Samoa', 'WS'],
    ['American Samoa', 'AS'],
    ['Sint Maarten', 'SX'],
    ['Saint Martin', 'MF'],
    ['Sudan', 'SD'],
    ['South Sudan', 'SS'],
    ['Georgia', 'GE'],
    ['Jersey', 'JE'],
    ['Kosovo', 'XK'],
  ])('tells look-alikes apart: %s is %s', (text, country) => {
    expect(countryFromText(text, 'en')).toBe(country);
  });

  it.each([
    ['UK', 'GB'],
    ['uk', 'GB'],
    ['Great Britain', 'GB'],
    ['USA', 'US'],
    ['U.S.A.', 'US'],
    ['the United States', 'US'],
    ['Czech Republic', 'CZ'],
    ['Czechia', 'CZ'],
    ['Holland', 'NL'],
    ['The Netherlands', 'NL'],
    ['Ivory Coast', 'CI'],
    ['Turkey', 'TR'],
    ['Swaziland', 'SZ'],
    ['Eswatini', 'SZ'],
    ['St. Lucia', 'LC'],
    ['Saint Lucia', 'LC'],
    ['Antigua & Barbuda', 'AG'],
    ['Aland Islands', 'AX'],
    ['SAO TOME AND PRINCIPE', 'ST'],
    ['Reunion', 'RE'],
    ['Réunion', 'RE'],
    ['  sweden ', 'SE'],
    ['Holy See', 'VA'],
    ['guinea bissau', 'GW'],
    ['Timor Leste', 'TL'],
    ['Congo Brazzaville', 'CG'],
  ])(
    'knows common names, in any case, with accents, hyphens and spaces or without: %p is %s',
    (text, country) => {
      expect(countryFromText(text, 'en')).toBe(country);
    },
  );

  it.each([
    ['Nederland', 'en', 'NL'],
    ['Sverige', 'en', 'SE'],
    ['Duitsland', 'sv', 'DE'],
    ['Allemagne', 'fr-BE', 'DE'],
    ['Ägypten', 'de', 'EG'],
    ['日本', 'ja', 'JP'],
    ['Bỉ', 'vi', 'BE'],
    ['Sweden', 'not a locale', 'SE'],
    ['Sweden', '', 'SE'],
  ])(
    'knows names in English, Dutch, Swedish and the language of the user: %p (%s) is %s',
    (text, locale, country) => {
      expect(countryFromText(text, locale)).toBe(country);
    },
  );

  it.each([
    '',
    '  ',
    '-',
    'Nige',
    'Nigerian',
    'Guine',
    'Korea',
    'Europe',
    'EU',
    'ZZ',
    'XX',
    'AN',
    'N1',
    'Atlantis',
    'Sweden or Norway',
  ])('is never guessed: %p is none', (text) => {
    expect(countryFromText(text, 'en')).toBeUndefined();
  });
});
