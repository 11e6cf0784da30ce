/** Single values of files: what is written is what is read, and nothing is guessed. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ZodType } from 'zod';
import { regionOf } from '../../../domain/import/regions.js';
import {
  amountValue,
  billingValue,
  countryValue,
  currencyValue,
  dayValue,
  flagValue,
  idValue,
  listText,
  listValue,
  resourceId,
  roleValue,
  scopeValue,
  segmentValue,
  subscriptionState,
  termValue,
  typeValue,
  wholeNumber,
} from '../../../domain/import/values.js';
import { ROLES, SEGMENTS } from '../../../domain/model.js';
import { RESERVATION_TYPES } from '../../../domain/policy/reservation-types.js';

describe('a list in a cell', () => {
  it('is read as it was written, whatever it holds', () => {
    const value = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(value), (values) => {
        expect(listValue.parse(listText(values))).toEqual(values);
      }),
      { examples: [[['']], [[' a']], [['a ', 'b']], [['a;b']], [['[a']], [['["a"]', 'b']], [['a', '']]] },
    );
  });

  it.each<[string, string[] | undefined]>([
    ['', []],
    [' ; ', []],
    ['a', ['a']],
    ['a; b ;;c', ['a', 'b', 'c']],
    ['["a;b"," c"]', ['a;b', ' c']],
    ['[]', []],
    ['a[b]', ['a[b]']],
    ['[1]', undefined],
    ['["a"', undefined],
    ['[a]', undefined],
  ])('%j is %j', (text, values) => {
    const read = listValue.safeParse(text);
    expect(read.data).toEqual(values);
    if (!values) expect(read.error?.issues.map(({ message }) => message)).toEqual(['is no list']);
  });

  it('is easy to read where it can be', () => {
    expect(listText(['a', 'b'])).toBe('a;b');
    expect(listText([])).toBe('');
  });
});

describe('a value', () => {
  const GUID = 'aaaaaaaa-0000-4000-8000-00000000000f';
  const rows: [string, ZodType, string, unknown][] = [
    ['a day', dayValue, '2026-11-21', '2026-11-21'],
    ['a day', dayValue, '2026-11-21T10:00:00Z', '2026-11-21'],
    ['a day', dayValue, '2026-11-21 10:00:00.123', '2026-11-21'],
    ['a day', dayValue, '11/21/2026', undefined],
    ['a day', dayValue, '2026-02-30', undefined],
    ['a day', dayValue, '2026-11-21T10:00:00+02:00', undefined],
    ['a day', dayValue, '2026-11-21T', undefined],
    ['a day', dayValue, '2026-11-21,10:00', undefined],
    ['a day', dayValue, '2026-11-21 x10:00Z', undefined],
    ['a day', dayValue, '2026-11-211', undefined],
    ['an amount', amountValue, '1234.56', '1234.56'],
    ['an amount', amountValue, '123456789012345', '123456789012345'],
    ['an amount', amountValue, '1234567890123456', undefined],
    ['an amount', amountValue, '1.234,56', undefined],
    ['an amount', amountValue, '1,234.56', undefined],
    ['an amount', amountValue, '-1', undefined],
    ['an amount', amountValue, '1.', undefined],
    ['an amount', amountValue, '1e3', undefined],
    ['a whole number', wholeNumber, '12', 12],
    ['a whole number', wholeNumber, '999999999', 999_999_999],
    ['a whole number', wholeNumber, '1000000000', undefined],
    ['a whole number', wholeNumber, '0', undefined],
    ['a whole number', wholeNumber, '1.5', undefined],
    ['a whole number', wholeNumber, '-1', undefined],
    ['a whole number', wholeNumber, '1x', undefined],
    ['a term', termValue, '3 Years', 'P3Y'],
    ['a term', termValue, '1 year', 'P1Y'],
    ['a term', termValue, '1y', 'P1Y'],
    ['a term', termValue, 'P5Y', 'P5Y'],
    ['a term', termValue, 'P1M', undefined],
    ['a term', termValue, 'P2Y', undefined],
    ['a term', termValue, '13y', undefined],
    ['a term', termValue, '1 yearly', undefined],
    ['a term', termValue, '1', undefined],
    ['an ID', idValue, GUID.toUpperCase(), GUID],
    ['an ID', idValue, `x${GUID.toUpperCase()}`, `x${GUID.toUpperCase()}`],
    ['an ID', idValue, `${GUID.toUpperCase()}x`, `${GUID.toUpperCase()}x`],
    ['an ID', idValue, 'Ada_1-b', 'Ada_1-b'],
    ['an ID', idValue, 'x'.repeat(80), 'x'.repeat(80)],
    ['an ID', idValue, 'x'.repeat(81), undefined],
    ['an ID', idValue, '../users', undefined],
    ['an ID', idValue, 'a b', undefined],
    ['an ID', idValue, '', undefined],
    ['a resource', resourceId, `/subscriptions/${GUID.toUpperCase()}`, GUID],
    ['a resource', resourceId, GUID, GUID],
    ['a resource', resourceId, '/subscriptions/', undefined],
    ['a currency', currencyValue, 'eur', 'EUR'],
    ['a currency', currencyValue, 'JPY', 'JPY'],
    ['a currency', currencyValue, 'XYZ', undefined],
    ['a currency', currencyValue, 'EURO', undefined],
    ['a currency', currencyValue, 'EU', undefined],
    ['a country', countryValue, 'nl', 'NL'],
    ['a country', countryValue, 'NLD', undefined],
    ['a country', countryValue, 'xNL', undefined],
    ['a country', countryValue, 'N1', undefined],
    ['yes or no', flagValue, 'Yes', true],
    ['yes or no', flagValue, 'TRUE', true],
    ['yes or no', flagValue, 'no', false],
    ['yes or no', flagValue, 'false', false],
    ['yes or no', flagValue, '1', undefined],
    ['a billing plan', billingValue, 'Upfront', 'oneTime'],
    ['a billing plan', billingValue, 'One-time', 'oneTime'],
    ['a billing plan', billingValue, 'MONTHLY', 'monthly'],
    ['a billing plan', billingValue, 'recurring', 'monthly'],
    ['a billing plan', billingValue, 'yearly', undefined],
    ['a segment', segmentValue, 'Charity', 'nonprofit'],
    ['a segment', segmentValue, 'Non-Profit', 'nonprofit'],
    ['a segment', segmentValue, 'private', undefined],
    ['a state', subscriptionState, 'Active', 'active'],
    ['a state', subscriptionState, 'suspended', 'suspended'],
    ['a state', subscriptionState, 'Canceled', 'cancelled'],
    ['a state', subscriptionState, 'cancelled', 'cancelled'],
    ['a state', subscriptionState, 'Deleted', 'cancelled'],
    ['a state', subscriptionState, 'expired', 'cancelled'],
    ['a state', subscriptionState, 'constructor', undefined],
    ['a scope', scopeValue, 'Single', 'single'],
    ['a scope', scopeValue, 'Single subscription', 'single'],
    ['a scope', scopeValue, 'Resource group', 'single'],
    ['a scope', scopeValue, 'Shared', 'shared'],
    ['a scope', scopeValue, 'Management group', 'shared'],
    ['a scope', scopeValue, 'wide', undefined],
    ['a type', typeValue, 'VirtualMachines', 'virtualMachines'],
    ['a type', typeValue, 'AVS', 'azureVmwareSolution'],
    ['a type', typeValue, 'SqlDatabases', 'sqlDatabase'],
    ['a type', typeValue, 'Spaceships', undefined],
    ...ROLES.map((role): [string, ZodType, string, unknown] => ['a role', roleValue, role, role]),
    ['a role', roleValue, 'User management admin', 'UserManagementAdmin'],
    ['a role', roleValue, 'Boss', undefined],
    ...SEGMENTS.map((one): [string, ZodType, string, unknown] => ['a segment', segmentValue, one, one]),
    ...RESERVATION_TYPES.map(({ id }): [string, ZodType, string, unknown] => ['a type', typeValue, id, id]),
  ];
  it.each(rows.map(([what, value, text, read]) => ({ what, value, text, read })))(
    'that is $what is read or refused, never guessed: $text is $read',
    ({ value, text, read }) => {
      expect(value.safeParse(text).data).toBe(read);
    },
  );

  it.each<[ZodType, string, string]>([
    [dayValue, '11/21/2026', 'is no day: write 2026-11-21, not "11/21/2026"'],
    [dayValue, 'x'.repeat(31), `is no day: write 2026-11-21, not "${'x'.repeat(30)}"`],
    [termValue, 'P1M', 'is no term: P1Y, P3Y or P5Y'],
    [currencyValue, 'euro', 'is no currency: three letters, such as EUR'],
    [currencyValue, 'XYZ', 'is no currency: three letters, such as EUR'],
    [countryValue, 'NLD', 'is no country: two letters, such as NL'],
    [wholeNumber, '0', 'is less than 1'],
    [wholeNumber, 'x', 'is no whole number'],
    [idValue, '/', 'is no ID'],
    [scopeValue, 'y'.repeat(41), `is no scope: Single or Shared; it says "${'y'.repeat(40)}"`],
  ])('that is refused says why: %#', (value, text, reason) => {
    expect(value.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([reason]);
  });

  it.each([
    ['US West 2', 'westus2'],
    ['US North Central', 'northcentralus'],
    ['US South', 'southus'],
    ['US West Central', 'westcentralus'],
    ['US Central', 'centralus'],
    ['US East', 'eastus'],
    ['usgov virginia', 'usgovvirginia'],
    ['AUS East', 'auseast'],
    ['us west 22', 'uswest22'],
    ['EU North', 'northeurope'],
    ['AP East', 'eastasia'],
    ['AP Southeast', 'southeastasia'],
    ['', 'global'],
    ['EU West', 'westeurope'],
    ['West Europe', 'westeurope'],
    ['eastus', 'eastus'],
    [undefined, 'global'],
  ])('names a region as Azure does: %s', (text, region) => {
    expect(regionOf(text)).toBe(region);
  });
});
