import { describe, expect, it } from '@jest/globals';
import { barView } from '../../cards/views/bar.js';

describe('a bar', () => {
  it('gives each part its share of the width', () => {
    const { shown, parts } = barView([
      { style: 'accent', size: '12000.00' },
      { style: 'emphasis', size: '36000.00' },
    ]);
    expect(shown).toBe(true);
    expect(parts).toEqual([
      { style: 'accent', width: '50' },
      { style: 'emphasis', width: '150' },
    ]);
  });

  it('keeps the smallest part visible and leaves out what is zero', () => {
    const { parts } = barView([
      { style: 'accent', size: '0.00' },
      { style: 'warning', size: '0.01' },
      { style: 'emphasis', size: '50000.00' },
    ]);
    expect(parts.map(({ width }) => width)).toEqual(['1', '200']);
  });

  it('is not shown where there is nothing to show', () => {
    expect(barView([{ style: 'accent', size: '0' }])).toEqual({ shown: false, parts: [] });
  });
});
