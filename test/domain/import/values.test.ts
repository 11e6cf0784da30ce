/** Single values of files: what is written is what is read, and nothing is guessed. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { regionOf } from '../../../domain/import/regions.js';
import {
  amountValue,
  dayValue,
  idValue,
  listText,
  listValue,
  termValue,
} from '../../../domain/import/values.js';

describe('a list in a cell', () => {
  it('is read as it was written, whatever it holds', () => {
    const value = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() === text);
    fc.assert(
      fc.property(fc.array(value), (values) => {
        expect(listValue.parse(listText(values))).toEqual(values);
      }),
    );
  });
});

describe('a value', () => {
  it.each([
    [dayValue, '2026-11-21', '2026-11-21'],
    [dayValue, '2026-11-21T10:00:00Z', '2026-11-21'],
    [dayValue, '11/21/2026', undefined],
    [dayValue, '2026-02-30', undefined],
    [dayValue, '2026-11-21T10:00:00+02:00', undefined],
    [amountValue, '1234.56', '1234.56'],
    [amountValue, '1.234,56', undefined],
    [amountValue, '1,234.56', undefined],
    [amountValue, '-1', undefined],
    [termValue, '3 Years', 'P3Y'],
    [termValue, 'P5Y', 'P5Y'],
    [termValue, 'P1M', undefined],
    [idValue, 'AAAAAAAA-0000-4000-8000-00000000000F', 'aaaaaaaa-0000-4000-8000-00000000000f'],
    [idValue, '../users', undefined],
  ])('is read or refused, never guessed: %#', (value, text, read) => {
    expect(value.safeParse(text).data).toBe(read);
  });

  it.each([
    ['US West 2', 'westus2'],
    ['EU West', 'westeurope'],
    ['West Europe', 'westeurope'],
    ['eastus', 'eastus'],
    [undefined, 'global'],
  ])('names a region as Azure does: %s', (text, region) => {
    expect(regionOf(text)).toBe(region);
  });
});
