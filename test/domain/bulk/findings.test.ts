/** What is wrong with the cells of a line. */
import { describe, expect, it } from '@jest/globals';
import { Findings } from '../../../domain/bulk/findings.js';
import { Refusal } from '../../../domain/refusals.js';

describe('a cell', () => {
  const cells = { customer: 'Fabrikam', product: '' };

  it.each<[string, readonly string[], string | undefined, string | undefined]>([
    ['customer', ['one'], 'one', undefined],
    ['customer', [], undefined, 'unknown'],
    ['customer', ['one', 'two'], undefined, 'several'],
    ['product', ['one'], undefined, 'empty'],
    ['region', ['one'], undefined, 'empty'],
  ])('%s that names %j is %j, or else %s', (column, named, only, kind) => {
    const found = new Findings(cells);
    expect(found.only(column as 'customer', named)).toBe(only);
    expect(found.faults).toEqual(
      kind ? [{ column, kind, text: column === 'customer' ? 'Fabrikam' : '' }] : [],
    );
  });

  it('is checked: what a rule refuses is noted with its facts, and the next cell is looked at', () => {
    const found = new Findings(cells);
    expect(found.check('customer', () => 7)).toBe(7);
    expect(found.faults).toEqual([]);
    const refused = found.check('customer', () => {
      throw new Refusal({ code: 'CountryUnknown' });
    });
    expect(refused).toBeUndefined();
    expect(found.faults).toEqual([
      { column: 'customer', kind: 'refused', text: 'Fabrikam', refusal: { code: 'CountryUnknown' } },
    ]);
  });

  it('is not to blame for a fault of the desk itself', () => {
    const found = new Findings(cells);
    const broken = () => {
      throw new TypeError('a fault');
    };
    expect(() => found.check('customer', broken)).toThrow(TypeError);
    expect(found.faults).toEqual([]);
  });
});
